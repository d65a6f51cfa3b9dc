import { findMissedNightHours } from "../../../lib/settings/missed-night-hours";
import type { ScheduleSettings, Weekday } from "../../../lib/settings/portal-settings";
import { now } from "../acme";

function find(days: "daily" | readonly Weekday[], timeZone: string, giveUpAfterHours = 12): number {
  const schedule: ScheduleSettings = { at: { hour: 4, minute: 30 }, days, timeZone };
  return findMissedNightHours(schedule, giveUpAfterHours, now);
}

test.each<["daily" | readonly Weekday[], number]>([
  ["daily", 1],
  [["MON", "TUE", "WED", "THU", "FRI", "SAT"], 2],
  [["MON", "WED", "FRI"], 3],
  [["MON", "THU"], 4],
  [["SAT", "SUN"], 6],
  [["WED"], 7],
])("the longest gap of %j is %d days", (days, gapDays) => {
  expect(find(days, "UTC")).toBe(24 * gapDays + 12 + 1);
});

test.each([
  ["Asia/Tokyo", 0],
  ["Europe/Berlin", 1],
  ["America/New_York", 1],
  // Half an hour counts as a whole one.
  ["Australia/Lord_Howe", 1],
  // Puts its clocks back for Ramadan.
  ["Africa/Casablanca", 1],
])("a day may be longer in %s by %d hours, when the clocks are put back", (timeZone, hours) => {
  expect(find("daily", timeZone)).toBe(24 + hours + 12 + 1);
});

test("the longest that a backup may take comes on top", () => {
  expect([1, 12, 23].map((hours) => find("daily", "UTC", hours))).toEqual([26, 37, 48]);
});
