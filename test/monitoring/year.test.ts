import { replayAlarm } from "../../local/aws/cloudwatch/alarm-replay";
import type { EmptyFill } from "../../local/aws/cloudwatch/metric-expression";
import { MetricStore } from "../../local/aws/cloudwatch/metric-store";
import type { Deployment } from "../../local/aws/deployment";
import { seedRandom } from "../../local/aws/seeded-random";
import { parseAcme } from "../lib/acme";
import { type AlarmName, deploySettings, findAlarm } from "./deploy-settings";
import {
  Counted,
  dayMs,
  type Fate,
  hourMs,
  listNights,
  listRings,
  minuteMs,
  type Night,
  type Ring,
} from "./nights";

const startMs = Date.parse("2026-01-15T12:00:00Z");

/** What a time of nights looks like. */
interface Story {
  /** @default 365 */
  readonly days?: number;
  /** @default "verified" */
  readonly fate?: (night: Night) => Fate;
  /** From the event to the report, in milliseconds. @default from some seconds to two hours, by chance */
  readonly durationMs?: (random: () => number, night: Night) => number;
  readonly seed?: number;
}

/** AWS leaves open what becomes of a metric without any value. Each story is told for both, and has to end the same. */
const fills: readonly EmptyFill[] = ["filled", "left-empty"];

/** When it looks at an alarm over days is left open too: each story is told for all, and has to end the same but for an hour. */
const multiDayMinutes = [3, 0, 59] as const;
const [usualMinute, ...otherMinutes] = multiDayMinutes;

/** Expects the same rings, each within an hour of its counterpart. */
function expectAboutTheSame(rings: readonly Ring[], others: readonly Ring[]): void {
  expect(others).toHaveLength(rings.length);
  for (const [place, { fromMs, untilMs = 0 }] of rings.entries()) {
    expect(Math.abs((others[place]?.fromMs ?? 0) - fromMs)).toBeLessThan(hourMs);
    expect(Math.abs((others[place]?.untilMs ?? 0) - untilMs)).toBeLessThan(hourMs);
  }
}

function tell(deployment: Deployment, story: Story = {}) {
  const { days = 365, seed = 1, fate = () => "verified" } = story;
  const { durationMs = (random) => 10_000 + random() * 2 * hourMs } = story;
  const untilMs = startMs + days * dayMs;
  const random = seedRandom(seed);
  const counted = new Counted(deployment, random);
  const nights = listNights(deployment, startMs, untilMs);
  for (const night of nights) counted.live(night, fate(night), durationMs(random, night));
  const ringsOf = (name: AlarmName): Ring[] => {
    const listAt = (multiDayMinute: number) => {
      const [one = [], other] = fills.map((emptyFill) =>
        listRings(deployment, name, counted, { fromMs: startMs, untilMs, emptyFill, multiDayMinute }),
      );
      expect(other).toEqual(one);
      return one;
    };
    const rings = listAt(usualMinute);
    if (name === "NoVerifiedBackup")
      for (const minute of otherMinutes) expectAboutTheSame(rings, listAt(minute));
    return rings;
  };
  return { nights, counted, ringsOf };
}

/** The alarm that rings from the deployment until CloudWatch has looked at the first verified backup. */
const firstRing = ({ verifiedMs: [firstMs = 0] }: Counted): Ring => ({
  fromMs: startMs + usualMinute * minuteMs,
  untilMs: Math.ceil(firstMs / hourMs) * hourMs + usualMinute * minuteMs,
});

/** How long after the night's event an alarm went off, in hours. */
const hoursAfter = (night: Night | undefined, ring: Ring | undefined) =>
  ((ring?.fromMs ?? 0) - (night?.scheduledMs ?? 0)) / hourMs;

const daily = deploySettings();
const berlin = deploySettings({ timeZone: "Europe/Berlin" });

const schedules: [string, Record<string, unknown>][] = [
  ["daily in UTC", {}],
  ["daily in Berlin", { timeZone: "Europe/Berlin" }],
  ["daily at a time that comes twice in autumn", { timeZone: "America/New_York", at: "01:30" }],
  ["daily where half an hour is put back", { timeZone: "Australia/Lord_Howe", at: "04:05" }],
  ["just before midnight in Cairo", { timeZone: "Africa/Cairo", at: "23:59" }],
  ["daily, given up after an hour", { giveUpAfterHours: 1 }],
  ["daily, given up after 23 hours", { giveUpAfterHours: 23, timeZone: "Europe/Berlin" }],
  ["twice a week", { days: "MON,THU", timeZone: "Europe/Berlin" }],
  ["on weekdays", { days: "MON,TUE,WED,THU,FRI", timeZone: "America/New_York" }],
  ["with the longest window", { days: "SUN,MON", giveUpAfterHours: 22, timeZone: "Europe/Berlin" }],
];

describe.each(schedules)("a healthy year, %s,", (_what, settings) => {
  const deployment = deploySettings(settings);
  const giveUpMs = Number(settings.giveUpAfterHours ?? 12) * hourMs;
  // Some take as long as they may: the last look comes up to a quarter of an hour after that.
  const wildest = (random: () => number) =>
    random() < 0.5 ? 10_000 : giveUpMs + (random() - 0.5) * 30 * minuteMs;

  test.each([1, 2])("is quiet after the first verified backup, however long they take (%d)", (seed) => {
    const { counted, ringsOf } = tell(deployment, { seed, durationMs: wildest });
    expect(ringsOf("NoVerifiedBackup")).toEqual([firstRing(counted)]);
    expect(ringsOf("FunctionFailed")).toEqual([]);
    expect(ringsOf("EventUndelivered")).toEqual([]);
  });
});

describe.each([
  ["in UTC", {}],
  ["in Berlin, where a day may have 25 hours", { timeZone: "Europe/Berlin" }],
])("a healthy year %s, just before the end of an hour,", (_what, settings) => {
  const deployment = deploySettings({ ...settings, at: "04:58" });
  const longestMs = 12 * hourMs + 15 * minuteMs;

  // The window is shortest for a backup that takes as long as it may after one that was over within its hour.
  test.each([
    ["even", 0],
    ["odd", 1],
  ])("is quiet if each second backup takes as long as it may, those with %s numbers", (_which, parity) => {
    const durationMs = (_random: () => number, { index }: Night) =>
      index % 2 === parity ? longestMs : 10_000;
    const { counted, ringsOf } = tell(deployment, { durationMs });
    expect(ringsOf("NoVerifiedBackup")).toEqual([firstRing(counted)]);
  });
});

test("a backup by hand before the first look of the alarm keeps it from ringing at all", () => {
  const counted = new Counted(daily, seedRandom(1));
  counted.live({ index: 0, scheduledMs: startMs - 30 * minuteMs }, "verified", 5 * minuteMs);
  const options = { fromMs: startMs, untilMs: startMs + 12 * hourMs, emptyFill: "filled" } as const;
  expect(listRings(daily, "NoVerifiedBackup", counted, options)).toEqual([]);
});

describe("a night that is missed", () => {
  const story = tell(berlin, {
    days: 60,
    fate: ({ index }) => (index === 30 ? "missed" : "verified"),
  });

  test("is told on the same day, and taken back with the next verified backup", () => {
    const { nights, counted, ringsOf } = story;
    const [, ring, ...others] = ringsOf("NoVerifiedBackup");
    expect(others).toEqual([]);
    expect(hoursAfter(nights[30], ring)).toBeGreaterThan(13);
    expect(hoursAfter(nights[30], ring)).toBeLessThan(18);
    const nextMs = counted.verifiedMs[30] ?? 0;
    expect((ring?.untilMs ?? 0) - nextMs).toBeGreaterThan(0);
    expect((ring?.untilMs ?? 0) - nextMs).toBeLessThan(hourMs + 4 * minuteMs);
  });

  test("is no error of anybody", () => {
    expect([...story.ringsOf("FunctionFailed"), ...story.ringsOf("EventUndelivered")]).toEqual([]);
  });
});

describe("a single night that is missed where the window reaches across it", () => {
  /** How often it rings for a night that has the least time around it, where all backups take the same. */
  function countRings(settings: Record<string, unknown>): number {
    const deployment = deploySettings(settings);
    const nights = listNights(deployment, startMs, startMs + 60 * dayMs);
    const aroundMs = (index: number) =>
      (nights[index + 1]?.scheduledMs ?? Infinity) - (nights[index - 1]?.scheduledMs ?? 0);
    const indexes = nights.map(({ index }) => index).filter((index) => index > 9);
    const missed = indexes.reduce((least, index) => (aroundMs(index) < aroundMs(least) ? index : least));
    const { ringsOf } = tell(deployment, {
      days: 60,
      fate: ({ index }) => (index === missed ? "missed" : "verified"),
      durationMs: () => 5 * minuteMs,
    });
    const [, ...rings] = ringsOf("NoVerifiedBackup");
    return rings.length;
  }

  // Of a server of one's own, where there is nothing to note of charges.
  const portalUrl = "https://docspace.example.com";
  const listNoteIds = (settings: Record<string, unknown>) =>
    parseAcme({ portalUrl, ...settings }).notes.map(({ id }) => id);

  test.each([
    [{ giveUpAfterHours: 23 }, { giveUpAfterHours: 22 }],
    [
      { giveUpAfterHours: 22, timeZone: "Europe/Berlin" },
      { giveUpAfterHours: 21, timeZone: "Europe/Berlin" },
    ],
    [{ days: "MON,TUE,WED,THU,FRI" }, { days: "MON,WED,FRI" }],
    [
      { days: "SUN,MON", giveUpAfterHours: 22, timeZone: "Europe/Berlin" },
      { days: "SUN,MON", giveUpAfterHours: 21, timeZone: "Europe/Berlin" },
    ],
  ])("never rings, as the settings note; with what they name for it, it does (%j, %j)", (settings, cured) => {
    expect(listNoteIds(settings)).toEqual(["single-missed-night"]);
    expect(countRings(settings)).toBe(0);
    expect(listNoteIds(cured)).toEqual([]);
    expect(countRings(cured)).toBe(1);
  });
});

test("three nights that fail in a row ring three times, and once because there is no verified backup", () => {
  const { nights, ringsOf } = tell(berlin, {
    days: 60,
    fate: ({ index }) => (index >= 30 && index < 33 ? "failed" : "verified"),
  });
  const errors = ringsOf("FunctionFailed");
  expect(errors).toHaveLength(3);
  for (const [place, ring] of errors.entries()) {
    expect(hoursAfter(nights[30 + place], ring)).toBeLessThan(2.2);
    // Over long before the next night's.
    expect((ring.untilMs ?? 0) - ring.fromMs).toBeLessThanOrEqual(1.1 * hourMs);
  }
  const [, missed, ...others] = ringsOf("NoVerifiedBackup");
  expect(others).toEqual([]);
  expect(hoursAfter(nights[30], missed)).toBeLessThan(18);
  expect(missed?.untilMs).toBeGreaterThan(nights[33]?.scheduledMs ?? 0);
});

test("the same with processes that break off, which say nothing themselves", () => {
  const { ringsOf } = tell(berlin, {
    days: 60,
    fate: ({ index }) => (index >= 30 && index < 33 ? "broken" : "verified"),
  });
  expect(ringsOf("FunctionFailed")).toHaveLength(3);
  expect(ringsOf("NoVerifiedBackup")).toHaveLength(2);
});

test("an event that Lambda drops without running the function for it rings, each of them", () => {
  const { nights, ringsOf } = tell(berlin, {
    days: 60,
    fate: ({ index }) => (index >= 30 && index < 33 ? "dropped" : "verified"),
  });
  const rings = ringsOf("FunctionFailed");
  expect(rings).toHaveLength(3);
  const maxAgeHours = (berlin.functions[0]?.asyncInvoke.maxEventAgeSeconds ?? 0) / 3600;
  for (const [place, ring] of rings.entries()) {
    const hours = hoursAfter(nights[30 + place], ring);
    expect(hours).toBeGreaterThan(maxAgeHours);
    expect(hours).toBeLessThan(maxAgeHours + 0.2);
  }
  expect(ringsOf("EventUndelivered")).toEqual([]);
});

test.each([
  ["a few errors of one night are one alarm", 20, 1],
  ["errors an hour and a half apart are two", 90, 2],
])("%s", (_what, apartMinutes, count) => {
  const counted = new Counted(daily, seedRandom(1));
  for (const index of [0, 1]) {
    const scheduledMs = startMs + (60 + index * apartMinutes) * minuteMs;
    counted.live({ index, scheduledMs }, "broken", minuteMs);
  }
  const options = { fromMs: startMs, untilMs: startMs + dayMs, emptyFill: "filled" } as const;
  expect(listRings(daily, "FunctionFailed", counted, options)).toHaveLength(count);
});

test("of a twice-weekly schedule a Thursday that is missed is told on Friday", () => {
  const deployment = deploySettings({ days: "MON,THU", timeZone: "Europe/Berlin" });
  const { nights, ringsOf } = tell(deployment, {
    days: 60,
    fate: ({ index }) => (index === 11 ? "missed" : "verified"),
  });
  const missed = nights[11];
  expect(new Date(missed?.scheduledMs ?? 0).getUTCDay()).toBe(4);
  const [, ring, ...others] = ringsOf("NoVerifiedBackup");
  expect(others).toEqual([]);
  // The window of 110 hours is for the other gap, from Thursday to Monday.
  expect(hoursAfter(missed, ring)).toBeGreaterThan(110 - 72);
  expect(hoursAfter(missed, ring)).toBeLessThan(110 - 72 + 4);
  expect(new Date(ring?.fromMs ?? 0).getUTCDay()).toBe(5);
});

describe.each([
  ["in spring, which has 23 hours", "2026-03-29"],
  ["in autumn, which has 25 hours", "2026-10-25"],
])("the night of the clock change %s,", (_what, date) => {
  const isChange = ({ scheduledMs }: Night) => new Date(scheduledMs).toISOString().startsWith(date);

  test("rings neither early nor for nothing", () => {
    const { nights, counted, ringsOf } = tell(berlin);
    expect(nights.filter(isChange)).toHaveLength(1);
    expect(ringsOf("NoVerifiedBackup")).toEqual([firstRing(counted)]);
  });

  test("is told if it is missed", () => {
    const { nights, ringsOf } = tell(berlin, { fate: (night) => (isChange(night) ? "missed" : "verified") });
    const [, ring, ...others] = ringsOf("NoVerifiedBackup");
    expect(others).toEqual([]);
    expect(hoursAfter(nights.find(isChange), ring)).toBeGreaterThan(12);
    expect(hoursAfter(nights.find(isChange), ring)).toBeLessThan(18);
  });
});

test("a function that was deleted leaves its events in the queue, and each of them rings", () => {
  const { nights, ringsOf } = tell(daily, {
    days: 40,
    fate: ({ index }) => (index >= 30 ? "undelivered" : "verified"),
  });
  const rings = ringsOf("EventUndelivered");
  expect(rings).toHaveLength(nights.length - 30);
  for (const [place, ring] of rings.entries()) expect(hoursAfter(nights[30 + place], ring)).toBeLessThan(0.5);
  expect(ringsOf("NoVerifiedBackup")).toHaveLength(2);
  expect(ringsOf("FunctionFailed")).toEqual([]);
});

test("while SES takes no report each night rings, and no backup is called missing", () => {
  const { counted, ringsOf } = tell(daily, {
    days: 60,
    fate: ({ index }) => (index >= 30 && index < 40 ? "unmailed" : "verified"),
  });
  expect(ringsOf("FunctionFailed")).toHaveLength(10);
  expect(ringsOf("NoVerifiedBackup")).toEqual([firstRing(counted)]);
});

test.each([1, 2, 3, 4, 5, 6, 7, 8])(
  "a month in which nothing runs is found within the window after the last verified backup (%d)",
  (seed) => {
    const random = seedRandom(seed);
    const [, settings = {}] = schedules[Math.floor(random() * schedules.length)] ?? [];
    const deployment = deploySettings(settings);
    const lastIndex = 5 + Math.floor(random() * 10);
    const { counted, ringsOf } = tell(deployment, {
      days: 110,
      seed,
      fate: ({ index }) => (index <= lastIndex ? "verified" : "missed"),
    });
    const ring = ringsOf("NoVerifiedBackup").at(-1);
    expect(ring?.untilMs).toBeUndefined();
    const windowHours = findAlarm(deployment, "NoVerifiedBackup").evaluationPeriods;
    const afterHours = ((ring?.fromMs ?? 0) - (counted.verifiedMs.at(-1) ?? 0)) / hourMs;
    expect(afterHours).toBeGreaterThan(windowHours);
    expect(afterHours).toBeLessThan(windowHours + 1.1);
  },
);

describe("a schedule that is paused", () => {
  const paused = deploySettings({ enabled: false });
  const nothing = new MetricStore();
  const untilMs = startMs + 60 * dayMs;

  test.each(fills)("rings for nothing, and tells nobody of anything (%s)", (emptyFill) => {
    const alarm = findAlarm(paused, "NoVerifiedBackup");
    // Even if the alarm rang when it was paused, it is calm within the hour.
    const options = { fromMs: startMs, untilMs, initialState: "ALARM", emptyFill } as const;
    expect(replayAlarm(alarm, nothing, options).map(({ to }) => to)).toEqual(["OK"]);
    expect(alarm.actionsEnabled).toBe(false);
  });

  test.each(fills)(
    "rings when it goes on without a backup, rather than to stay as it was (%s)",
    (emptyFill) => {
      const alarm = findAlarm(daily, "NoVerifiedBackup");
      const options = { fromMs: startMs, untilMs, initialState: "OK", emptyFill } as const;
      const [ring, ...others] = replayAlarm(alarm, nothing, options);
      expect(others).toEqual([]);
      expect(ring?.to).toBe("ALARM");
      expect((ring?.atMs ?? 0) - startMs).toBeLessThan(1.1 * hourMs);
    },
  );

  test("leaves a backup by hand that fails to the alarm on errors", () => {
    const counted = new Counted(paused, seedRandom(1));
    counted.live({ index: 0, scheduledMs: startMs + hourMs }, "failed", 5 * minuteMs);
    const options = { fromMs: startMs, untilMs: startMs + dayMs, emptyFill: "filled" } as const;
    expect(listRings(paused, "FunctionFailed", counted, options)).toHaveLength(1);
    expect(listRings(paused, "NoVerifiedBackup", counted, options)).toEqual([]);
  });
});
