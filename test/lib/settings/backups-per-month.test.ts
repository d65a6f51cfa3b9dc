import { findMostBackupsPerMonth } from "../../../lib/settings/backups-per-month";
import type { ScheduleSettings } from "../../../lib/settings/portal-settings";
import { now } from "../acme";

const nightly: ScheduleSettings = { at: { hour: 4, minute: 30 }, days: "daily", timeZone: "UTC" };

test.each<[string, ScheduleSettings["days"], number]>([
  ["every day", "daily", 31],
  ["one day a week, of which some months have five", ["SUN"], 5],
  ["two days that lie apart, of which no month has five each", ["MON", "THU"], 9],
  ["two neighbouring days, of which some months have five each", ["MON", "TUE"], 10],
  ["neighbours across the end of a week", ["MON", "SUN"], 10],
  ["three days in a row", ["TUE", "WED", "THU"], 15],
  ["every other day", ["MON", "WED", "FRI"], 14],
  ["weekdays", ["MON", "TUE", "WED", "THU", "FRI"], 23],
])("counts the fullest month of %s", (_what, days, most) => {
  expect(findMostBackupsPerMonth({ ...nightly, days }, now)).toBe(most);
});

test.each([
  [
    "before the clocks change and after it, a local time can lie on both sides of midnight",
    1,
    "Europe/Berlin",
    32,
  ],
  ["what starts just before midnight in both is not counted twice", 0, "Europe/Berlin", 31],
  ["nor what starts at noon", 12, "Europe/Berlin", 31],
  ["nor where no clock changes", 1, "Asia/Kolkata", 31],
  ["west of Greenwich autumn does what spring does in the east", 19, "America/New_York", 32],
])("counts by months of UTC: %s", (_what, hour, timeZone, most) => {
  expect(findMostBackupsPerMonth({ ...nightly, at: { hour, minute: 30 }, timeZone }, now)).toBe(most);
});

test("counts what starts with a month to that month", () => {
  const midnight = { ...nightly, at: { hour: 0, minute: 0 } };
  expect(findMostBackupsPerMonth(midnight, now)).toBe(31);
});

test.each(["2026-01-31T23:59:59Z", "2027-06-15T12:00:00Z", "2028-02-29T00:00:00Z", "2031-12-31T23:00:00Z"])(
  "counts the same from %s on",
  (date) => {
    const most = (days: ScheduleSettings["days"]) =>
      findMostBackupsPerMonth({ ...nightly, days }, new Date(date));
    expect([most("daily"), most(["WED"]), most(["SAT", "SUN"])]).toEqual([31, 5, 10]);
  },
);
