import { Temporal } from "temporal-polyfill";
import { listClockChanges } from "./clock-changes";
import { type LocalTime, type ScheduleSettings, weekdays } from "./portal-settings";

/** A night without a certain wall-clock time, because the clocks are put forward over it. All as text. */
export interface SpringGap {
  /** `2027-03-28` */
  readonly date: string;
  /** The first time that is missing, `02:00`. */
  readonly from: string;
  /** The time that follows instead, `03:00`. */
  readonly to: string;
  /** The next later time that exists on every scheduled day. */
  readonly instead: string;
}

interface Jump {
  readonly start: Temporal.PlainDateTime;
  readonly end: Temporal.PlainDateTime;
}

/** `{hour: 4, minute: 5}` → `04:05` */
export function formatLocalTime({ hour, minute }: LocalTime): string {
  return `${hour}`.padStart(2, "0").concat(":", `${minute}`.padStart(2, "0"));
}

/** The times that the clocks of a zone are put forward, as ranges of local time without their end. */
function findJumps(timeZone: string, now: Date): Jump[] {
  return listClockChanges(timeZone, now)
    .filter(({ before, after }) => Temporal.PlainDateTime.compare(before, after) < 0)
    .map(({ before, after }) => ({ start: before, end: after }));
}

function datesOf({ start, end }: Jump): Temporal.PlainDate[] {
  const days = start.toPlainDate().until(end.toPlainDate()).days;
  return Array.from({ length: days + 1 }, (_, day) => start.toPlainDate().add({ days: day }));
}

/**
 * Finds the first scheduled night in which the time of the schedule does not exist: EventBridge Scheduler would skip
 * the backup of that night.
 * @param now start of the search; clock changes of the next years count
 */
export function findSpringGap({ at, days, timeZone }: ScheduleSettings, now: Date): SpringGap | undefined {
  const isScheduled = ({ dayOfWeek }: Temporal.PlainDate) =>
    days === "daily" || days.some((day) => weekdays.indexOf(day) + 1 === dayOfWeek);
  const jumps = findJumps(timeZone, now);
  const findJumpOver = (time: LocalTime): Jump | undefined =>
    jumps.find((jump) =>
      datesOf(jump).some((date) => {
        const wanted = date.toPlainDateTime(time);
        return (
          isScheduled(date) &&
          Temporal.PlainDateTime.compare(jump.start, wanted) <= 0 &&
          Temporal.PlainDateTime.compare(wanted, jump.end) < 0
        );
      }),
    );
  const gap = findJumpOver(at);
  if (gap === undefined) return undefined;
  let instead = gap.end;
  for (let next: Jump | undefined = gap; next !== undefined; next = findJumpOver(instead)) instead = next.end;
  return {
    date: gap.start.toPlainDate().toString(),
    from: formatLocalTime(gap.start),
    to: formatLocalTime(gap.end),
    instead: formatLocalTime(instead),
  };
}
