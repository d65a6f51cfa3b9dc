import { expectRest, lateMs, minuteMs, secondMs, useStages } from "./stage";

jest.setTimeout(60_000);
const open = useStages([{}, { days: "MON,THU" }, { docsUrl: "https://git.example.com/docs" }]);

const cancelled = { ending: { kind: "cancelled", afterMs: 5 * secondMs } } as const;
const completed = { durationMs: 20 * secondMs, ending: { kind: "completed" } } as const;

describe("nights one after the other", () => {
  it("are counted while they fail, and the recovery is told", async () => {
    const stage = await open();
    stage.plan(completed);
    await stage.live();
    stage.plan(cancelled);
    await stage.live();
    await stage.live();
    stage.plan(completed);
    await stage.live();
    await stage.live();
    expect(stage.subjects).toEqual([
      expect.stringMatching(/^\[OK\] 4\.2 GB in \d+ s$/),
      "[FAILED] the backup was cancelled",
      "[FAILED] the backup was cancelled (2nd night)",
      "[OK] recovered after 2 failed nights",
      expect.stringMatching(/^\[OK\] 4\.2 GB in \d+ s$/),
    ]);
    const [first, , third, , fifth] = stage.mails;
    expect(first?.text).not.toContain("THE LAST 14 DAYS");
    expect(third?.text).toContain("The last verified backup is 2 days old (2026-03-01).");
    expect(fifth?.text).toMatch(/as large as the backup before/);
    expect(fifth?.text).toMatch(
      /THE LAST 14 DAYS Sun 01 Mar OK 4\.2 GB in \d+ s Mon 02 Mar FAILED the backup was cancelled Tue 03 Mar FAILED the backup was cancelled Wed 04 Mar OK .* Thu 05 Mar OK/,
    );
    await expectRest(stage);
  });

  it("count a failed night that was made good by hand as one with a backup", async () => {
    const stage = await open();
    stage.plan(cancelled);
    await stage.live();
    stage.plan(completed);
    await stage.click();
    await stage.live();
    expect(stage.subjects).toEqual([
      "[FAILED] the backup was cancelled",
      "[OK] recovered after 1 failed night",
      expect.stringMatching(/^\[OK\] 4\.2 GB in/),
    ]);
    expect(stage.mails[2]?.text).toMatch(/THE LAST 14 DAYS Sun 01 Mar OK .* Mon 02 Mar OK/);
  });

  it("show a night that nobody began as a gap", async () => {
    const stage = await open({
      arrange: ({ firing, portal }) => {
        portal.state.nextJob = { ...portal.state.nextJob, ...completed };
        const lostMs = Date.parse("2026-03-02T03:30:00Z");
        firing.planDeliveries = ({ scheduledAtMs }) => (scheduledAtMs === lostMs ? [] : [lateMs]);
      },
    });
    for (let nights = 0; nights < 3; nights++) await stage.live();
    expect(stage.subjects).toHaveLength(2);
    expect(stage.mails[1]?.text).toMatch(/Sun 01 Mar OK .* Mon 02 Mar - no run Tue 03 Mar OK/);
  });

  it("tell the next day of a schedule that leaves out days, and find no gap in between", async () => {
    const stage = await open({ settings: { days: "MON,THU" }, backupMs: minuteMs });
    // A stretch of rehearsed time without an event ends after thirty hours.
    for (let stretches = 0; stretches < 4; stretches++) await stage.live();
    expect(stage.mails[0]?.text).toContain("Next run 2026-03-05 04:30:00");
    expect(stage.mails[1]?.text).toMatch(/THE LAST 14 DAYS Mon 02 Mar OK .* Thu 05 Mar OK/);
    expect(stage.mails[1]?.text).not.toContain("no run Thu");
  });

  it("have reports that lead to the documentation, where the settings say where it is", async () => {
    const stage = await open({ settings: { docsUrl: "https://git.example.com/docs" } });
    stage.plan(cancelled);
    await stage.live();
    expect(stage.mails[0]?.text).toContain("More on this https://git.example.com/docs/runbook.md#cancelled");
    expect(stage.account.ses.mails[0]?.from).toMatch(/^DocSpace backup kind-2 <.*>$/);
  });
});
