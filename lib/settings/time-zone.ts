import { Temporal } from "temporal-polyfill";

/** Excludes offsets (`+01:00`), which the scheduler does not take, and whole timestamps, which Temporal would. */
export const timeZoneShape = /^[A-Za-z][\w+/-]*$/;

/**
 * Finds the IANA time zone of a name in any case.
 * @returns the name in its proper case (an alias stays an alias), or undefined if there is no such zone
 */
export function findTimeZone(name: string): string | undefined {
  if (!timeZoneShape.test(name)) return undefined;
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name).timeZoneId;
  } catch {
    return undefined;
  }
}
