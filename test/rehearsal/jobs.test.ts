import type { Answer } from "../../local/portal/answer";
import type { JobPlan, JobStorage } from "../../local/portal/job";
import type { World } from "../../local/scenarios";
import { expectRest, hourMs, minuteMs, type Stage, secondMs, useStages } from "./stage";

jest.setTimeout(60_000);
const shortPatience = { giveUpAfterHours: "1" };
const open = useStages([{}, shortPatience]);

const temporary: JobStorage = { kind: "data-store", number: 4 };
const nothing: Answer = {
  status: 200,
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ count: 0, status: 0, statusCode: 200 }),
};

/** Another administrator's backup is under way when the night begins. */
const underWay =
  (plan: Partial<JobPlan>, storage?: JobStorage) =>
  ({ portal, clock }: World) =>
    portal.onFirstRequest(() => {
      portal.beginJob({ startedMs: clock.now() - minuteMs, plan, ...(storage && { storage }) });
    });

/** The portal's slot has nothing to tell at the next look after that moment. */
function blankOneLook(stage: Stage, afterMs: number): void {
  stage.at(afterMs, () =>
    stage.portal.addWeather({
      meets: { path: "/getbackupprogress" },
      lasts: { requests: 1 },
      disturbance: { kind: "page", page: nothing, processing: "never" },
    }),
  );
}

/** How long after the begin of the night its last mail was sent. */
const toldAfterMs = (stage: Stage) => (stage.mails.at(-1)?.atMs ?? 0) - stage.startMs;

test("a backup of 20 seconds costs the portal 20 requests at most, proof and look ahead included", async () => {
  const stage = await open({ backupMs: 20 * secondMs });
  await stage.live();
  expect(stage.subjects).toEqual([expect.stringMatching(/^\[OK\]/)]);
  expect(stage.portal.requests.length).toBeGreaterThan(10);
  expect(stage.portal.requests.length).toBeLessThanOrEqual(20);
});

describe("a joined backup", () => {
  it("is followed to its end in the place of one of our own", async () => {
    const stage = await open({ arrange: underWay({ durationMs: 10 * minuteMs }) });
    await stage.live();
    expect(stage.subjects).toEqual([expect.stringMatching(/^\[OK\]/)]);
    expect(stage.mails[0]?.text).toContain("this run followed it instead of starting another");
    expect(stage.posts).toBe(0);
    await expectRest(stage);
  });

  it("that goes to another storage is waited for, and ours comes after it, once", async () => {
    const stage = await open({ arrange: underWay({ durationMs: 10 * minuteMs }, temporary) });
    await stage.live();
    expect(stage.subjects).toEqual([expect.stringMatching(/^\[OK\]/)]);
    expect(stage.mails[0]?.text).toContain(
      "A backup to DataStore was running already; this one was started after it",
    );
    expect(stage.posts).toBe(1);
    const [other, ours] = stage.portal.state.jobs;
    expect(ours?.storage.kind).toBe("documents");
    expect((ours?.startedMs ?? 0) - (other?.startedMs ?? 0)).toBeGreaterThanOrEqual(10 * minuteMs);
    expect(stage.mails[0]?.text).toContain(ours?.id);
    await expectRest(stage);
  });

  it("whose worker has crashed is UNVERIFIED after three hours, and is to be cancelled", async () => {
    const stage = await open({ arrange: underWay({ ending: { kind: "frozen", afterMs: 15 * secondMs } }) });
    await stage.live();
    expect(stage.subjects).toEqual(["[UNVERIFIED] the backup makes no progress"]);
    expect(stage.mails[0]?.text).toContain("What to do: Cancel the backup in the portal");
    expect(toldAfterMs(stage)).toBeGreaterThanOrEqual(3 * hourMs);
    expect(toldAfterMs(stage)).toBeLessThan(3 * hourMs + 16 * minuteMs);
    expect(stage.posts).toBe(0);
    expect(stage.ends).toEqual(["BackupNotVerified"]);
    await expectRest(stage);
  });
});

describe("another backup that takes the place of ours in the slot", () => {
  it("leaves ours OK if the history has it", async () => {
    const stage = await open({ backupMs: 3 * minuteMs });
    stage.at(3 * minuteMs + 10 * secondMs, () => stage.portal.beginJob({ plan: { durationMs: hourMs } }));
    await stage.live();
    expect(stage.subjects).toEqual([expect.stringMatching(/^\[OK\]/)]);
    expect(stage.mails[0]?.text).toContain(stage.portal.state.jobs[0]?.id);
    expect(stage.posts).toBe(1);
    await expectRest(stage);
  });

  it("lets ours be FAILED if it was lost", async () => {
    const stage = await open();
    stage.plan({ ending: { kind: "vanished", afterMs: 3 * minuteMs } });
    stage.at(3 * minuteMs + 10 * secondMs, () =>
      stage.portal.beginJob({ plan: { durationMs: hourMs, ending: { kind: "completed" } } }),
    );
    await stage.live();
    expect(stage.subjects).toEqual(["[FAILED] another backup took its place"]);
    expect(stage.posts).toBe(1);
    await expectRest(stage);
  });
});

describe("a backup", () => {
  it("that vanishes when the portal restarts is FAILED after two looks", async () => {
    const stage = await open();
    stage.plan({ ending: { kind: "vanished", afterMs: 3 * minuteMs } });
    await stage.live();
    expect(stage.subjects).toEqual(["[FAILED] the backup vanished"]);
    const histories = stage.portal.requests.filter(({ path }) => path.endsWith("/getbackuphistory"));
    expect(histories).toHaveLength(2);
    expect((histories[1]?.atMs ?? 0) - (histories[0]?.atMs ?? 0)).toBeGreaterThanOrEqual(minuteMs);
    expect(stage.posts).toBe(1);
    await expectRest(stage);
  });

  it.each([
    ["in the first seconds", 3 * secondMs],
    ["in the middle of the night", 100 * secondMs],
  ])("of which one look %s shows nothing is followed on", async (_, afterMs) => {
    const stage = await open();
    blankOneLook(stage, afterMs);
    await stage.live();
    expect(stage.subjects).toEqual([expect.stringMatching(/^\[OK\] 4\.2 GB in 1\d min$/)]);
    expect(stage.log).toContain("the backup runs no longer and is not in the history");
    expect(stage.posts).toBe(1);
    await expectRest(stage);
  });

  it("of which two looks show nothing, hours apart, is followed on", async () => {
    const stage = await open({ backupMs: 5 * hourMs });
    blankOneLook(stage, hourMs);
    blankOneLook(stage, 4 * hourMs);
    await stage.live();
    expect(stage.subjects).toEqual([expect.stringMatching(/^\[OK\]/)]);
    expect(stage.posts).toBe(1);
    await expectRest(stage);
  });

  it("that no worker picks up is FAILED after half an hour", async () => {
    const stage = await open();
    stage.plan({ ending: { kind: "never-picked-up" } });
    await stage.live();
    expect(stage.subjects).toEqual(["[FAILED] the portal did not begin it"]);
    expect(toldAfterMs(stage)).toBeGreaterThanOrEqual(30 * minuteMs);
    expect(toldAfterMs(stage)).toBeLessThan(40 * minuteMs);
    expect(stage.posts).toBe(1);
    await expectRest(stage);
  });

  it("that still runs when it is given up is UNVERIFIED, and the next night finds the portal free", async () => {
    const stage = await open({ settings: shortPatience, backupMs: 5 * hourMs });
    await stage.live();
    expect(stage.subjects).toEqual(["[UNVERIFIED] still running"]);
    expect(stage.mails[0]?.text).toContain(
      "Look at the portal's backup page before you run the backup again",
    );
    expect(toldAfterMs(stage)).toBeGreaterThanOrEqual(hourMs);
    expect(toldAfterMs(stage)).toBeLessThan(hourMs + 16 * minuteMs);
    expect(stage.posts).toBe(1);
    await expectRest(stage);
    stage.plan({ durationMs: 20 * secondMs });
    await stage.live();
    expect(stage.subjects).toEqual(["[UNVERIFIED] still running", expect.stringMatching(/^\[OK\]/)]);
    expect(stage.posts).toBe(2);
  });
});
