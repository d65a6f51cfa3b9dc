import { Temporal } from "temporal-polyfill";

/** How far clock changes are looked up: beyond the yearly ones, some zones announce theirs for years. */
export const horizonYears = 5;

/** A change of a zone's clocks: the wall-clock time that it would be, and the one that it is instead. */
export interface ClockChange {
  readonly before: Temporal.PlainDateTime;
  readonly after: Temporal.PlainDateTime;
}

/**
 * Lists the changes of a zone's clocks in the coming years, in order.
 * @param timeZone an IANA name
 */
export function listClockChanges(timeZone: string, now: Date): ClockChange[] {
  const start = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone);
  const horizon = start.add({ years: horizonYears });
  const changes: ClockChange[] = [];
  let change = start.getTimeZoneTransition("next");
  while (change && Temporal.ZonedDateTime.compare(change, horizon) < 0) {
    const before = change.subtract({ nanoseconds: 1 }).toPlainDateTime().add({ nanoseconds: 1 });
    changes.push({ before, after: change.toPlainDateTime() });
    change = change.getTimeZoneTransition("next");
  }
  return changes;
}
