import { Temporal } from "temporal-polyfill";

/**
 * Reads the moment of a one-time schedule such as `at(2026-03-01T02:45:00)`, a wall-clock time in its zone.
 *
 * @returns milliseconds since 1970; undefined if it is not such an expression, or there is no such time or zone
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#one-time
 */
export function parseAtExpression(expression: string, timeZone: string): number | undefined {
  const text = /^at\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\)$/.exec(expression)?.[1];
  if (text === undefined) return undefined;
  try {
    const local = Temporal.PlainDateTime.from(text, { overflow: "reject" });
    return local.toZonedDateTime(timeZone).epochMilliseconds;
  } catch {
    return undefined;
  }
}
