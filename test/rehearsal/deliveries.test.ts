import type { World } from "../../local/scenarios";
import { expectRest, hourMs, lateMs, minuteMs, nightEvent, secondMs, useStages } from "./stage";

jest.setTimeout(60_000);
const open = useStages();

/** Delivers the night's event as often and as late as given, in milliseconds after it was due. */
const deliverNight =
  (...delaysMs: number[]) =>
  ({ firing }: World) => {
    firing.planDeliveries = ({ schedule }) => (schedule.groupName === "default" ? delaysMs : [lateMs]);
  };

/** The same for every wake-up. */
const deliverWakeUps =
  (...delaysMs: number[]) =>
  ({ firing }: World) => {
    firing.planDeliveries = ({ schedule }) => (schedule.groupName === "default" ? [lateMs] : delaysMs);
  };

const oneBackup = [expect.stringMatching(/^\[OK\] 4\.2 GB in 1\d min$/)];

describe("the night's event, delivered again", () => {
  it.each([
    ["at the same moment", 0],
    ["three seconds later", 3 * secondMs],
    ["six minutes later, while the backup is followed", 6 * minuteMs],
    ["two hours later, when the run has ended", 2 * hourMs],
  ])("%s, does nothing and says that it is a duplicate", async (_, laterMs) => {
    const stage = await open({ arrange: deliverNight(lateMs, lateMs + laterMs) });
    await stage.live();
    expect(stage.subjects).toEqual(oneBackup);
    expect(stage.posts).toBe(1);
    expect(stage.ends.toSorted()).toEqual(["LEFT duplicate", "OK"]);
    await expectRest(stage);
  });

  it("eight times at the same moment, makes one backup all the same", async () => {
    const stage = await open({ arrange: deliverNight(...Array.from({ length: 8 }, () => lateMs)) });
    await stage.live();
    expect(stage.subjects).toEqual(oneBackup);
    expect(stage.posts).toBe(1);
    expect(stage.ends.filter((end) => end === "LEFT duplicate")).toHaveLength(7);
    await expectRest(stage);
  });
});

describe("a run by hand during the nightly one", () => {
  it.each([
    ["at the same moment", 0],
    ["in its first seconds", 5 * secondMs],
    ["between its first two invocations", 90 * secondMs],
    ["at the moment of its first wake-up", 160 * secondMs],
    ["towards its end", 9 * minuteMs],
  ])("%s, answers that a backup is being followed, and mails nothing", async (_, laterMs) => {
    const stage = await open();
    stage.invokeAt(laterMs);
    await stage.live();
    expect(stage.subjects).toEqual(oneBackup);
    expect(stage.posts).toBe(1);
    // Of two that come at the same moment, either may be the one that is left.
    expect(stage.ends.toSorted()).toEqual(["LEFT occupied", "OK"]);
    expect(stage.log).toContain("nothing to do: a run is being followed, or has been");
    await expectRest(stage);
  });

  it("makes a backup of its own once that has ended", async () => {
    const stage = await open();
    stage.invokeAt(hourMs);
    await stage.live();
    expect(stage.subjects).toEqual([...oneBackup, ...oneBackup]);
    expect(stage.mails.map(({ text }) => /Started by (.*?) Started/.exec(text)?.[1])).toEqual([
      "the schedule",
      "hand",
    ]);
    expect(stage.posts).toBe(2);
    expect(stage.ends).toEqual(["OK", "OK"]);
    await expectRest(stage);
  });
});

describe("two clicks", () => {
  it.each([
    ["at the same moment", 0],
    ["a second apart", secondMs],
    ["minutes apart", 6 * minuteMs],
  ])("%s, make one backup, and the second says which run it left alone", async (_, apartMs) => {
    const stage = await open();
    stage.invokeAt(stage.nowMs - stage.startMs + apartMs);
    await stage.click();
    expect(stage.subjects).toEqual(oneBackup);
    expect(stage.posts).toBe(1);
    expect(stage.ends.toSorted()).toEqual(["LEFT occupied", "OK"]);
    await expectRest(stage);
  });

  it("that are hours apart, make two backups", async () => {
    const stage = await open();
    await stage.click();
    await stage.click();
    expect(stage.subjects).toEqual([...oneBackup, ...oneBackup]);
    expect(stage.posts).toBe(2);
    expect(stage.ends).toEqual(["OK", "OK"]);
    await expectRest(stage);
  });
});

describe("wake-ups", () => {
  it.each([
    ["twice at the same moment", [0, 0]],
    ["five times at the same moment", [0, 0, 0, 0, 0]],
    ["twice, five seconds apart", [0, 5 * secondMs]],
    ["twice, five minutes apart, so that the next one comes between them", [0, 5 * minuteMs]],
  ])("that are all delivered %s, are followed once", async (_, delaysMs) => {
    const stage = await open({ arrange: deliverWakeUps(...delaysMs.map((delayMs) => lateMs + delayMs)) });
    await stage.live();
    expect(stage.subjects).toEqual(oneBackup);
    expect(stage.posts).toBe(1);
    expect(stage.ends).toEqual(expect.arrayContaining(["LEFT ended", "OK"]));
    expect(stage.ends.filter((end) => end !== "LEFT ended" && end !== "LEFT taken-over")).toEqual(["OK"]);
    await expectRest(stage);
  });

  it("that come 50 minutes late go on with the run", async () => {
    const stage = await open({ arrange: deliverWakeUps(50 * minuteMs) });
    await stage.live();
    expect(stage.subjects).toEqual([expect.stringMatching(/^\[OK\] 4\.2 GB in \d+ min$/)]);
    expect(stage.posts).toBe(1);
    expect(stage.ends).toEqual(["OK"]);
    await expectRest(stage);
  });

  it("that come 50 minutes late find the run ended and reported where a click has found it before", async () => {
    const stage = await open({ arrange: deliverWakeUps(50 * minuteMs) });
    stage.invokeAt(40 * minuteMs);
    await stage.live();
    const [first, second] = stage.mails;
    expect(stage.subjects).toHaveLength(2);
    expect(first?.text).toContain(`Run ${nightEvent.scheduledTime}`);
    expect(first?.text).toContain("a later run found it");
    expect(second?.text).toContain("Started by hand");
    expect(stage.posts).toBe(2);
    expect(stage.ends.toSorted()).toEqual(["LEFT ended", "OK"]);
    await expectRest(stage);
  });

  it.each([
    ["for a run that has ended", { runId: nightEvent.scheduledTime, hop: 99 }, 2 * hourMs],
    ["for a run that nobody knows", { runId: "2026-02-28T03:30:00Z", hop: 1 }, 6 * minuteMs],
    ["for a run that nobody knows, when none is active", { runId: "never", hop: 1 }, 2 * hourMs],
    ["for a hop that is over", { runId: nightEvent.scheduledTime, hop: 1 }, 8 * minuteMs],
  ])("%s do nothing", async (_, wakeUp, afterMs) => {
    const stage = await open();
    stage.invokeAt(afterMs, { mode: "follow", ...wakeUp });
    await stage.live();
    expect(stage.subjects).toEqual(oneBackup);
    expect(stage.posts).toBe(1);
    expect(stage.ends.toSorted()).toEqual(["LEFT ended", "OK"]);
    await expectRest(stage);
  });
});
