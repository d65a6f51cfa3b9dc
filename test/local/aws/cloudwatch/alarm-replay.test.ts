import { type ReplayOptions, replayAlarm } from "../../../../local/aws/cloudwatch/alarm-replay";
import { MetricStore } from "../../../../local/aws/cloudwatch/metric-store";
import type { DeployedAlarm } from "../../../../local/aws/deployment";
import { metric, sampleAlarm } from "./sample-alarm";

const day = "2026-03-01T";
const ms = (time: string) => Date.parse(time.includes("T") ? `${time}Z` : `${day}${time}Z`);

/** Values as `[time, value, known at]`; what is not said otherwise is known at once. */
type Point = readonly [time: string, value: number, knownAt?: string];

function replay(
  alarm: DeployedAlarm,
  points: readonly Point[],
  options: Partial<ReplayOptions> = {},
): string[] {
  const store = new MetricStore();
  for (const [time, value, knownAt = time] of points)
    store.record(metric, { atMs: ms(time), knownAtMs: ms(knownAt), value });
  const transitions = replayAlarm(alarm, store, {
    fromMs: ms("00:00"),
    untilMs: ms("12:00"),
    initialState: "OK",
    ...options,
  });
  return transitions.map(({ atMs, to }) => `${new Date(atMs).toISOString().slice(5, 16)} ${to}`);
}

const errors = sampleAlarm({
  expression: "FILL(good, 0)",
  comparison: "GreaterThanOrEqualToThreshold",
  treatMissingData: "notBreaching",
  periodMs: 300_000,
  evaluationPeriods: 3,
  datapointsToAlarm: 1,
});

test("a window that slides is looked at each minute: what crosses the threshold counts until it has left it", () => {
  expect(replay(errors, [["04:31:30", 1]])).toEqual(["03-01T04:32 ALARM", "03-01T04:47 OK"]);
});

test("several in one window are one alarm, and one after it another", () => {
  const points: Point[] = [
    ["04:31:30", 1],
    ["04:40", 1],
    ["05:30", 1],
  ];
  expect(replay(errors, points)).toEqual([
    "03-01T04:32 ALARM",
    "03-01T04:56 OK",
    "03-01T05:31 ALARM",
    "03-01T05:46 OK",
  ]);
});

test("a value below the threshold is no alarm; its sum over a period may be", () => {
  expect(replay(errors, [["04:31", 0.5]])).toEqual([]);
  const halves: Point[] = [
    ["04:31", 0.5],
    ["04:32", 0.5],
  ];
  expect(replay(errors, halves)).toEqual([]);
  const sum = sampleAlarm({ ...errors, metrics: new Map([["good", { ...metric, statistic: "Sum" }]]) });
  expect(replay(sum, halves)[0]).toBe("03-01T04:33 ALARM");
});

test("a value that comes late is seen as long as it is inside the window", () => {
  expect(replay(errors, [["04:31:30", 1, "04:40:10"]])).toEqual(["03-01T04:41 ALARM", "03-01T04:47 OK"]);
  expect(replay(errors, [["04:31:30", 1, "04:47"]])).toEqual([]);
});

test("an alarm on absence goes off when every period of its window lacks what is wanted", () => {
  expect(replay(sampleAlarm(), [["02:10", 1]], { fromMs: ms("02:15") })).toEqual(["03-01T05:11 ALARM"]);
});

test("a window of more than a day is looked at once an hour, over whole hours", () => {
  const missed = sampleAlarm({ evaluationPeriods: 25, datapointsToAlarm: 25 });
  const points: Point[] = [
    ["04:31", 1],
    ["2026-03-02T08:10", 1],
  ];
  expect(replay(missed, points, { fromMs: ms("05:00"), untilMs: ms("2026-03-03T00:00") })).toEqual([
    "03-02T06:03 ALARM",
    "03-02T09:03 OK",
  ]);
});

test("a new alarm takes its first state when it is first looked at", () => {
  expect(replay(sampleAlarm(), [], { initialState: "INSUFFICIENT_DATA" })).toEqual(["03-01T00:00 ALARM"]);
  expect(replay(errors, [], { initialState: "INSUFFICIENT_DATA" })).toEqual(["03-01T00:00 OK"]);
});

test.each([
  ["breaching", "ALARM"],
  ["notBreaching", "OK"],
] as const)("where filling leaves a metric empty, missing data is %s", (treatMissingData, state) => {
  const alarm = sampleAlarm({ treatMissingData });
  expect(replay(alarm, [], { initialState: "INSUFFICIENT_DATA", emptyFill: "left-empty" })).toEqual([
    `03-01T00:00 ${state}`,
  ]);
});

test("an expression over a metric that the alarm does not name is refused", () => {
  expect(() => replay(sampleAlarm({ metrics: new Map() }), [])).toThrow('has no metric "good"');
});
