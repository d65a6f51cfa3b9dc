import type { ScheduleSettings } from "../../../lib/settings/portal-settings";
import { findSpringGap } from "../../../lib/settings/spring-gap";
import { now } from "../acme";

function findGap(time: string, timeZone: string, days: ScheduleSettings["days"] = "daily", from: Date = now) {
  const [hour, minute] = time.split(":").map(Number);
  if (hour === undefined || minute === undefined) throw new Error(`${time} is no time.`);
  return findSpringGap({ at: { hour, minute }, days, timeZone }, from);
}

test.each([
  ["02:00", "Europe/Berlin", { date: "2027-03-28", from: "02:00", to: "03:00", instead: "03:00" }],
  ["02:59", "Europe/Berlin", { date: "2027-03-28", from: "02:00", to: "03:00", instead: "03:00" }],
  ["02:30", "America/New_York", { date: "2027-03-14", from: "02:00", to: "03:00", instead: "03:00" }],
  ["01:30", "Europe/London", { date: "2027-03-28", from: "01:00", to: "02:00", instead: "02:00" }],
  ["00:15", "Africa/Cairo", { date: "2027-04-30", from: "00:00", to: "01:00", instead: "01:00" }],
  ["23:30", "America/Nuuk", { date: "2027-03-27", from: "23:00", to: "00:00", instead: "00:00" }],
  ["02:15", "Australia/Lord_Howe", { date: "2027-10-03", from: "02:00", to: "02:30", instead: "02:30" }],
])("%s is skipped in spring in %s", (time, timeZone, gap) => {
  expect(findGap(time, timeZone)).toEqual(gap);
});

test.each([
  ["01:59", "Europe/Berlin"],
  ["03:00", "Europe/Berlin"],
  ["00:00", "America/Nuuk"],
  ["02:30", "Australia/Lord_Howe"],
  ["02:30", "UTC"],
  ["02:30", "Asia/Kolkata"],
  ["02:30", "Etc/GMT+5"],
])("%s exists every day in %s", (time, timeZone) => {
  expect(findGap(time, timeZone)).toBeUndefined();
});

test("a time that is skipped only on days without a backup is not in the way", () => {
  expect(findGap("02:30", "Europe/Berlin", ["MON", "TUE", "WED", "THU", "FRI", "SAT"])).toBeUndefined();
  expect(findGap("02:30", "Europe/Berlin", ["SUN"])).toMatchObject({ date: "2027-03-28" });
});

test("a doubled time in autumn is not in the way", () => {
  expect(findGap("01:30", "America/New_York")).toBeUndefined();
});

test("the answer looks years ahead and never back", () => {
  const afterTheLastChange = new Date("2016-12-01T00:00:00Z");
  expect(findGap("02:30", "Europe/Istanbul", "daily", afterTheLastChange)).toBeUndefined();
  const twoYearsBefore = new Date("2005-12-01T00:00:00Z");
  expect(findGap("02:30", "America/Caracas", "daily", twoYearsBefore)).toBeUndefined();
  expect(findGap("02:45", "America/Caracas", "daily", new Date("2011-05-02T00:00:00Z"))).toMatchObject({
    date: "2016-05-01",
    from: "02:30",
  });
});

test("the time to take instead is not skipped on another date either", () => {
  // Portugal: 01:00 to 02:00 was skipped in 1992, and 02:00 to 03:00 in 1994, while it kept the time of Central Europe.
  const gap = findGap("01:30", "Europe/Lisbon", "daily", new Date("1992-01-01T00:00:00Z"));
  expect(gap).toEqual({ date: "1992-03-29", from: "01:00", to: "02:00", instead: "03:00" });
});
