import { expectRest, hourMs, lateMs, minuteMs, nightEvent, type Stage, secondMs, useStages } from "./stage";

jest.setTimeout(60_000);
const open = useStages();

const nextRunId = "2026-03-02T03:30:00Z";
const foundLate = "[OK] 4.2 GB, found late";
const recovered = "[OK] recovered after 1 failed night";
const recoveredFromDoubt = "[OK] recovered after 1 night without a verified backup";
const ok = expect.stringMatching(/^\[OK\] 4\.2 GB in/);

/** Loses every wake-up until that long after the first night's event. */
const openLosing = (lostForMs: number, backupMs = 10 * minuteMs) =>
  open({
    backupMs,
    arrange: ({ firing, clock }) => {
      const untilMs = clock.now() + lostForMs;
      firing.planDeliveries = ({ schedule }) =>
        schedule.groupName === "default" || clock.now() > untilMs ? [lateMs] : [];
    },
  });

const readRunIds = (stage: Stage) => stage.mails.map(({ text }) => / Run (.*?) -- A report/.exec(text)?.[1]);

/** As a deployment of another version would have written the run. */
const rewrite = (stage: Stage) =>
  stage.rewriteActive({ run: { S: JSON.stringify({ version: 99, phase: { kind: "watching" } }) } });

describe("a run whose wake-ups are lost", () => {
  it("is ended and reported by the next night, which then makes its own backup", async () => {
    const stage = await openLosing(2 * hourMs);
    await stage.live();
    expect(stage.mails).toEqual([]);
    expect(await stage.readActive()).toBeDefined();
    await stage.live();
    expect(stage.subjects).toEqual([foundLate, ok]);
    expect(readRunIds(stage)).toEqual([nightEvent.scheduledTime, nextRunId]);
    expect(stage.mails[0]?.text).toContain("a later run found it. It may have been reported before.");
    expect(stage.mails[1]?.text).not.toContain("a later run found it");
    expect(stage.posts).toBe(2);
    await expectRest(stage);
  });

  it("and whose backup failed, is reported so by the next night, whose invocation fails too", async () => {
    const stage = await openLosing(2 * hourMs);
    stage.plan({ ending: { kind: "failed", afterMs: 5 * minuteMs, error: "No space left on device" } });
    await stage.live();
    stage.plan({ durationMs: 20 * secondMs, ending: { kind: "completed" } });
    await stage.live();
    expect(stage.subjects).toEqual([expect.stringMatching(/^\[FAILED\] the backup failed/), recovered]);
    expect(readRunIds(stage)).toEqual([nightEvent.scheduledTime, nextRunId]);
    expect(stage.posts).toBe(2);
    expect(stage.ends).toEqual(["BackupNotVerified"]);
    await expectRest(stage);
  });

  it("before anything was started, is FAILED in the next night and not started a day late", async () => {
    const stage = await open({
      backupMs: 20 * secondMs,
      killAt: { when: "before", service: "scheduler", operation: "CreateSchedule", nth: 1 },
    });
    await stage.live();
    expect([stage.mails, stage.posts]).toEqual([[], 0]);
    await stage.live();
    expect(stage.subjects).toEqual(["[FAILED] it was never started", recovered]);
    expect(readRunIds(stage)).toEqual([nightEvent.scheduledTime, nextRunId]);
    expect(stage.posts).toBe(1);
    await expectRest(stage);
  });

  it("and whose backup still goes on when a click finds it, is followed further in the place of another", async () => {
    const stage = await openLosing(50 * minuteMs, 3 * hourMs);
    stage.invokeAt(hourMs);
    await stage.live();
    expect(stage.results.slice(0, 2)).toEqual(["CONTINUES", "LEFT occupied"]);
    expect(stage.subjects).toEqual([foundLate]);
    expect(readRunIds(stage)).toEqual([nightEvent.scheduledTime]);
    expect(stage.mails[0]?.text).toContain("a later run found it");
    expect(stage.posts).toBe(1);
    await expectRest(stage);
  });

  it("is left alone by a click that comes before it is overdue", async () => {
    const stage = await openLosing(2 * hourMs);
    stage.invokeAt(12 * minuteMs);
    await stage.live();
    expect(stage.results).toEqual(["CONTINUES", "LEFT occupied"]);
    expect(stage.mails).toEqual([]);
    expect(stage.posts).toBe(1);
  });
});

describe("a run that another version of the function wrote", () => {
  it("is UNVERIFIED at its next wake-up, and the next night makes its own backup", async () => {
    const stage = await open();
    stage.at(minuteMs, () => rewrite(stage));
    await stage.live();
    expect(stage.subjects).toEqual(["[UNVERIFIED] another version wrote this run"]);
    expect(readRunIds(stage)).toEqual([nightEvent.scheduledTime]);
    expect(stage.mails[0]?.text).toContain(
      "Look at the portal's backup page before you run the backup again",
    );
    expect(stage.posts).toBe(1);
    expect(stage.results).toEqual(["CONTINUES", "BackupNotVerified"]);
    await expectRest(stage);
    await stage.live();
    expect(stage.subjects.slice(1)).toEqual([recoveredFromDoubt]);
    expect(stage.posts).toBe(2);
    await expectRest(stage);
  });

  it("and whose wake-ups are lost, is UNVERIFIED in the next night, which makes its own backup too", async () => {
    const stage = await openLosing(2 * hourMs);
    stage.at(minuteMs, () => rewrite(stage));
    await stage.live();
    await stage.live();
    expect(stage.subjects).toEqual(["[UNVERIFIED] another version wrote this run", recoveredFromDoubt]);
    expect(readRunIds(stage)).toEqual([nightEvent.scheduledTime, nextRunId]);
    expect(stage.posts).toBe(2);
    await expectRest(stage);
  });
});
