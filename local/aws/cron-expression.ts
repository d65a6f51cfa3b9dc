import { Cron } from "croner";

const NUMBERS = /^\d+(?:,\d+)*$/;
const NUMBERS_AND_RANGES = /^(?:\*|\?|\d+(?:-\d+)?(?:,\d+(?:-\d+)?)*)$/;
const MONTHS = /^(?:\*|(?:\d+|[A-Z]{3})(?:-(?:\d+|[A-Z]{3}))?(?:,(?:\d+|[A-Z]{3})(?:-(?:\d+|[A-Z]{3}))?)*)$/;
const WEEKDAYS =
  /^(?:\*|\?|(?:[1-7]|[A-Z]{3})(?:-(?:[1-7]|[A-Z]{3}))?(?:,(?:[1-7]|[A-Z]{3})(?:-(?:[1-7]|[A-Z]{3}))?)*)$/;

/** The six fields of AWS's form, with what of them is understood here. */
const FIELDS = [
  { name: "minutes", accepted: NUMBERS },
  { name: "hours", accepted: NUMBERS },
  { name: "day of month", accepted: NUMBERS_AND_RANGES },
  { name: "month", accepted: MONTHS },
  { name: "day of week", accepted: WEEKDAYS },
  { name: "year", accepted: NUMBERS_AND_RANGES },
] as const;

/**
 * Finds the next moment of a schedule such as `cron(30 4 ? * MON-FRI *)` in its time zone.
 *
 * A local time that a change to summer time leaves out is skipped, one that occurs twice in autumn counts once.
 *
 * @param afterMs the answer is later than this, in milliseconds since 1970
 * @returns undefined if there is none
 * @throws on anything else than fixed times on listed days: `rate(…)`, steps, `L`, `W` and `#`
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 */
export function findNextOccurrence(
  expression: string,
  timeZone: string,
  afterMs: number,
): number | undefined {
  const fields = parseFields(expression);
  const [minutes = "", hours = ""] = fields;
  const cron = new Cron(["0", ...fields.map((field) => field.replace("?", "*"))].join(" "), {
    mode: "7-part",
    timezone: timeZone,
    alternativeWeekdays: true,
    fixedTimeRule: "no-wildcard",
  });
  const isWanted = wallClockTest(timeZone, minutes, hours);
  let next = cron.nextRun(new Date(afterMs));
  while (next !== null && !isWanted(next)) next = cron.nextRun(next);
  return next?.getTime();
}

/**
 * Finds the last moment of a schedule in a span of time.
 *
 * @param fromMs the answer is later than this, in milliseconds since 1970
 * @param beforeMs and earlier than this
 * @returns undefined if there is none
 * @throws as {@link findNextOccurrence}
 */
export function findLastOccurrence(
  expression: string,
  timeZone: string,
  { fromMs, beforeMs }: { readonly fromMs: number; readonly beforeMs: number },
): number | undefined {
  let last: number | undefined;
  let next = findNextOccurrence(expression, timeZone, fromMs);
  while (next !== undefined && next < beforeMs) {
    last = next;
    next = findNextOccurrence(expression, timeZone, next);
  }
  return last;
}

function parseFields(expression: string): string[] {
  const fields = /^cron\((.*)\)$/.exec(expression)?.[1]?.trim().split(/\s+/) ?? [];
  const problem = findProblem(fields);
  if (problem !== undefined) {
    throw new Error(
      `The schedule expression "${expression}" cannot be rehearsed: ${problem}. ` +
        "Expected fixed times on listed days, e.g. cron(30 4 ? * MON-FRI *).",
    );
  }
  return fields;
}

function findProblem(fields: readonly string[]): string | undefined {
  if (fields.length !== FIELDS.length) return "it is not cron(…) with six fields";
  const unknown = FIELDS.find(({ accepted }, index) => !accepted.test(fields[index] ?? ""));
  if (unknown !== undefined) return `its field "${unknown.name}" is not understood`;
  if ((fields[2] === "?") === (fields[4] === "?"))
    return "exactly one of day of month and day of week must be ?";
  return undefined;
}

/** Moments outside the wanted wall-clock times are what a cron library makes of a time that does not exist. */
function wallClockTest(timeZone: string, minutes: string, hours: string): (moment: Date) => boolean {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  const numbers = (field: string) => new Set(field.split(",").map(Number));
  const wantedMinutes = numbers(minutes);
  const wantedHours = numbers(hours);
  return (moment) => {
    const [hour, minute] = format.format(moment).split(":").map(Number);
    return wantedHours.has(hour ?? -1) && wantedMinutes.has(minute ?? -1);
  };
}
