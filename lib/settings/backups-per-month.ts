import { Temporal } from "temporal-polyfill";
import { horizonYears } from "./clock-changes";
import { type ScheduleSettings, weekdays } from "./portal-settings";

/** The first local day whose backup starts in a month of UTC or later. */
function findFirstDay(
  { at, timeZone }: ScheduleSettings,
  month: Temporal.PlainYearMonth,
): Temporal.PlainDate {
  const local = month.toPlainDate({ day: 1 }).toZonedDateTime("UTC").withTimeZone(timeZone);
  const isOver = Temporal.PlainTime.compare(local.toPlainTime(), at) > 0;
  return local.toPlainDate().add({ days: isOver ? 1 : 0 });
}

function countBackups(schedule: ScheduleSettings, month: Temporal.PlainYearMonth): number {
  const first = findFirstDay(schedule, month);
  const days = first.until(findFirstDay(schedule, month.add({ months: 1 }))).days;
  if (schedule.days === "daily") return days;
  const places = schedule.days.map((day) => weekdays.indexOf(day));
  return Array.from({ length: days }, (_, passed) => (first.dayOfWeek - 1 + passed) % weekdays.length).filter(
    (place) => places.includes(place),
  ).length;
}

/**
 * Finds how many backups the schedule makes in the fullest calendar month of the coming years. The month is one of UTC, as
 * the portal counts: where clocks change, a daily schedule can make 32.
 */
export function findMostBackupsPerMonth(schedule: ScheduleSettings, now: Date): number {
  const thisMonth = Temporal.Instant.fromEpochMilliseconds(now.getTime())
    .toZonedDateTimeISO("UTC")
    .toPlainDate()
    .toPlainYearMonth();
  const months = Array.from({ length: 12 * horizonYears }, (_, later) => thisMonth.add({ months: later }));
  return Math.max(...months.map((month) => countBackups(schedule, month)));
}
