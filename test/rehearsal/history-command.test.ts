import { expectExplanation, useCommandStages } from "./command-stage";
import { minuteMs } from "./stage";

const openStage = useCommandStages();

describe("npm run history", () => {
  test("says that no run has ended yet", async () => {
    const stage = await openStage();
    const { exitCode, stdout, stderr } = await stage.run("history");
    expect(stdout).toMatch(
      /^Backup kind-0 of http:\S+, times in Europe\/Berlin\n\nNo run has ended yet\.\n$/,
    );
    expect([exitCode, stderr]).toEqual([0, ""]);
  }, 30_000);

  test("lists the last runs, the newest first, in the schedule's zone", async () => {
    const stage = await openStage({
      arrange: ({ portal, firing }) => {
        firing.planDeliveries = () => [30_000];
        portal.state.nextJob = { ...portal.state.nextJob, durationMs: 20_000 };
      },
    });
    const { rehearsal } = stage;
    await rehearsal.live();
    await rehearsal.skipDay();
    rehearsal.portal.state.owner.isAdmin = false;
    await rehearsal.live();
    rehearsal.portal.state.owner.isAdmin = true;
    await rehearsal.click({});
    const { exitCode, stdout, stderr } = await stage.run("history");
    const [, , heading, ...rows] = stdout.trimEnd().split("\n");
    expect(heading).toMatch(/^status {2}started {11}duration {4}size {2}cause$/);
    expect(rows).toEqual([
      expect.stringMatching(/^OK {6}2026-03-02 04:3\d {6}\d\d s {2}4\.2 GB {2}by hand$/),
      expect.stringMatching(/^FAILED {2}2026-03-02 04:30 {6} *\d+ (s|min) {2,}the portal denies the backup$/),
      expect.stringMatching(/^OK {6}2026-03-01 04:30 {6}\d\d s {2}4\.2 GB$/),
    ]);
    expect([exitCode, stderr]).toEqual([0, ""]);
    const last = await stage.run("history", "--nights 1");
    expect(last.stdout).toContain("2026-03-02");
    expect(last.stdout).not.toContain("2026-03-01");
  }, 60_000);

  test("shows a run that is under way on top", async () => {
    const stage = await openStage({
      arrange: ({ portal, firing }) => {
        firing.planDeliveries = () => [30_000];
        portal.state.nextJob = { ...portal.state.nextJob, durationMs: 60 * minuteMs };
      },
    });
    const { rehearsal } = stage;
    const seen: string[] = [];
    rehearsal.at(Date.parse("2026-03-01T03:45:00Z"), async () => {
      // The command lives in real time: the run must not end while it looks.
      rehearsal.clock.speed = 1;
      seen.push((await stage.run("history")).stdout);
      rehearsal.clock.speed = Number.POSITIVE_INFINITY;
    });
    await rehearsal.live();
    expect(seen).toEqual([
      expect.stringContaining("\nRUNNING since 2026-03-01 04:30\n\nNo run has ended yet.\n"),
    ]);
  }, 60_000);

  test("names the permission that is missing", async () => {
    const stage = await openStage();
    stage.account.administrator.deny("dynamodb:Query");
    expectExplanation(await stage.run("history"), "Have the permission dynamodb:Query granted");
  }, 30_000);

  test("says that the ledger is gone", async () => {
    const stage = await openStage();
    const [stack] = stage.account.cloudFormation.stacks;
    if (stack !== undefined) stack.outputs = { ...stack.outputs, LedgerTable: "gone" };
    expectExplanation(await stage.run("history"), "AWS does not find what was asked for");
  }, 30_000);
});
