import { listClockChanges } from "./clock-changes";
import { type ScheduleSettings, weekdays } from "./portal-settings";

/**
 * A CloudWatch alarm looks back a week at most.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html on EvaluationPeriods
 */
export const maxMissedNightHours = 168;

/** For what comes on top of a backup that takes as long as it may: the last look at it, its verification, lateness. */
const marginHours = 1;

/** The days from each scheduled day to the one that comes so many scheduled days later. */
function listSpanDays(days: ScheduleSettings["days"], later: 1 | 2): number[] {
  if (days === "daily") return [later];
  const places = days.map((day) => weekdays.indexOf(day));
  return places.map((place) => {
    let passed = 0;
    for (let count = 1; ; count += 1) {
      if (places.includes((place + count) % weekdays.length)) passed += 1;
      if (passed === later) return count;
    }
  });
}

/**
 * Finds how many hours the schedule has, at least, from the night before a single missed one to the night after it. A
 * window for missed nights that is as long as that sees a verified backup all the time.
 */
export function findSingleMissHours(days: ScheduleSettings["days"]): number {
  return 24 * Math.min(...listSpanDays(days, 2));
}

/** By how much the clocks of a zone are put back at once, in hours; 0 where they never are. */
function findLongestPutBackHours(timeZone: string, now: Date): number {
  const putBackHours = listClockChanges(timeZone, now).map(({ before, after }) =>
    after.until(before).total("hours"),
  );
  return Math.max(0, ...putBackHours);
}

/**
 * Finds after how many hours without a verified backup one is certainly missing: the longest gap of the schedule, the
 * longest time that a backup is followed, and an hour for what comes on top. A whole number, which may be more than
 * {@link maxMissedNightHours}.
 * @param now from when on clock changes count: in the night in which the clocks are put back, a day has 25 hours
 */
export function findMissedNightHours(
  { days, timeZone }: ScheduleSettings,
  giveUpAfterHours: number,
  now: Date,
): number {
  const gapHours = 24 * Math.max(...listSpanDays(days, 1)) + findLongestPutBackHours(timeZone, now);
  return Math.ceil(gapHours) + giveUpAfterHours + marginHours;
}
