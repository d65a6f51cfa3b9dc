import { findNextRun } from "../../../lambda/report/next-run";

const daily = [0, 1, 2, 3, 4, 5, 6];
const at = (hour: number, minute: number, days = daily) => ({ hour, minute, days });

function next(schedule: ReturnType<typeof at>, zone: string, after: string): string {
  return new Date(findNextRun(schedule, zone, Date.parse(after))).toISOString().replace(":00.000Z", "Z");
}

describe("the next run", () => {
  it.each([
    ["later today", at(4, 30), "UTC", "2026-03-01T03:00:00Z", "2026-03-01T04:30Z"],
    ["tomorrow, when it has just begun", at(4, 30), "UTC", "2026-03-01T04:30:00Z", "2026-03-02T04:30Z"],
    ["on the next of its days", at(4, 30, [1, 4]), "UTC", "2026-03-02T05:00:00Z", "2026-03-05T04:30Z"],
    ["in a week", at(4, 30, [1]), "UTC", "2026-03-02T05:00:00Z", "2026-03-09T04:30Z"],
    ["by the zone's clock", at(4, 30), "Europe/Berlin", "2026-03-01T04:00:00Z", "2026-03-02T03:30Z"],
    ["by the zone's calendar", at(0, 15, [1]), "Asia/Kathmandu", "2026-02-28T18:00:00Z", "2026-03-01T18:30Z"],
    [
      "by the zone's clock after the spring change",
      at(4, 30),
      "Europe/Berlin",
      "2026-03-28T12:00:00Z",
      "2026-03-29T02:30Z",
    ],
    [
      "on the day after a gap that swallows its time",
      at(2, 30),
      "Europe/Berlin",
      "2026-03-28T12:00:00Z",
      "2026-03-30T00:30Z",
    ],
    [
      "the first time that a doubled hour comes",
      at(2, 30),
      "Europe/Berlin",
      "2026-10-24T12:00:00Z",
      "2026-10-25T00:30Z",
    ],
    [
      "by the clock after the autumn change",
      at(4, 30),
      "Europe/Berlin",
      "2026-10-25T01:30:00Z",
      "2026-10-25T03:30Z",
    ],
    ["in a zone behind UTC", at(23, 45), "America/Los_Angeles", "2026-03-01T12:00:00Z", "2026-03-02T07:45Z"],
  ])("is %s", (_, schedule, zone, after, expected) => {
    expect(next(schedule, zone, after)).toBe(expected);
  });
});
