import { findLastOccurrence, findNextOccurrence } from "../../../local/aws/cron-expression";

function listOccurrences(expression: string, timeZone: string, after: string, count: number): string[] {
  const found: string[] = [];
  let afterMs = Date.parse(after);
  for (let index = 0; index < count; index += 1) {
    const next = findNextOccurrence(expression, timeZone, afterMs);
    if (next === undefined) break;
    found.push(new Date(next).toISOString().replace(":00.000Z", "Z"));
    afterMs = next;
  }
  return found;
}

test.each<[string, string, string, string, string[]]>([
  [
    "every day",
    "cron(30 4 ? * * *)",
    "UTC",
    "2026-03-01T04:29:59Z",
    ["2026-03-01T04:30Z", "2026-03-02T04:30Z"],
  ],
  ["strictly later", "cron(30 4 ? * * *)", "UTC", "2026-03-01T04:30:00Z", ["2026-03-02T04:30Z"]],
  ["in its own zone", "cron(30 4 * * ? *)", "Europe/Berlin", "2026-03-01T00:00:00Z", ["2026-03-01T03:30Z"]],
  ["on working days", "cron(0 1 ? * MON-FRI *)", "UTC", "2026-03-06T02:00:00Z", ["2026-03-09T01:00Z"]],
  [
    "on listed days",
    "cron(0 1 ? * SUN,WED *)",
    "UTC",
    "2026-03-01T02:00:00Z",
    ["2026-03-04T01:00Z", "2026-03-08T01:00Z"],
  ],
  [
    "on day 1, which is Sunday in AWS",
    "cron(0 1 ? * 1 *)",
    "UTC",
    "2026-03-02T00:00:00Z",
    ["2026-03-08T01:00Z"],
  ],
  ["on a day of the month", "cron(0 1 15 * ? *)", "UTC", "2026-03-02T00:00:00Z", ["2026-03-15T01:00Z"]],
  [
    "at several hours",
    "cron(0 1,13 * * ? *)",
    "UTC",
    "2026-03-02T02:00:00Z",
    ["2026-03-02T13:00Z", "2026-03-03T01:00Z"],
  ],
  ["never again", "cron(0 1 1 1 ? 2020)", "UTC", "2026-03-02T00:00:00Z", []],
  [
    "not on the day when summer time leaves it out",
    "cron(30 2 * * ? *)",
    "Europe/Berlin",
    "2026-03-28T00:00:00Z",
    ["2026-03-28T01:30Z", "2026-03-30T00:30Z"],
  ],
  [
    "once on the day when winter time repeats it",
    "cron(30 2 * * ? *)",
    "Europe/Berlin",
    "2026-10-24T12:00:00Z",
    ["2026-10-25T00:30Z", "2026-10-26T01:30Z"],
  ],
])("a schedule comes due %s", (_title, expression, timeZone, after, expected) => {
  expect(listOccurrences(expression, timeZone, after, Math.max(expected.length, 1))).toEqual(expected);
});

test.each([
  ["the last before a moment", "2026-03-02T03:30:00Z", "2026-02-26T03:30:00.000Z"],
  ["the same day's after it was due", "2026-03-02T03:30:01Z", "2026-03-02T03:30:00.000Z"],
])("looking back finds %s", (_what, before, expected) => {
  const beforeMs = Date.parse(before);
  const span = { fromMs: beforeMs - 7 * 86_400_000, beforeMs };
  const lastMs = findLastOccurrence("cron(30 4 ? * MON,THU *)", "Europe/Berlin", span);
  expect(new Date(lastMs ?? 0).toISOString()).toBe(expected);
});

test("looking back finds nothing where the schedule has nothing", () => {
  const beforeMs = Date.parse("2026-03-02T03:30:00Z");
  const span = { fromMs: beforeMs - 3 * 86_400_000, beforeMs };
  expect(findLastOccurrence("cron(30 4 ? * MON,THU *)", "Europe/Berlin", span)).toBeUndefined();
});

test.each([
  ["rate(1 day)", /not cron\(…\) with six fields/],
  ["cron(30 4 * * *)", /six fields/],
  ["cron(*/5 4 * * ? *)", /its field "minutes" is not understood/],
  ["cron(0 * * * ? *)", /its field "hours" is not understood/],
  ["cron(0 4 L * ? *)", /its field "day of month"/],
  ["cron(0 4 ? * FRI#2 *)", /its field "day of week"/],
  ["cron(0 4 ? * 0 *)", /its field "day of week"/],
  ["cron(0 4 * * * *)", /exactly one of day of month and day of week must be \?/],
  ["cron(0 4 ? * ? *)", /exactly one of/],
  ["cron(61 4 * * ? *)", /61/],
])("%s cannot be rehearsed and says why", (expression, message) => {
  expect(() => findNextOccurrence(expression, "UTC", 0)).toThrow(message);
});
