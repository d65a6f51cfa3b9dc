import { type Weekday, weekdays } from "./portal-settings";
import { describeWordList, describeWords } from "./word-form";

const daily = "DAILY";

/** One entry in the setting `days`. */
export type ScheduledDay = typeof daily | Weekday;

const words = ["daily", ...weekdays];

/** What JSON Schema can say of an entry. */
export const scheduledDayForm = describeWords(words);

/** The same of all entries in one text. */
export const scheduledDaysForm = describeWordList(words);

/** @returns the entry that a text in any case stands for, or undefined */
export function findScheduledDay(text: string): ScheduledDay | undefined {
  const wanted = text.toUpperCase();
  return wanted === daily ? daily : weekdays.find((day) => day === wanted);
}

/** @returns why a list of days makes no schedule, as a clause; undefined if it does */
export function complainAboutDays(days: ScheduledDay[]): string | undefined {
  if (days.length === 0) return "there is no day in it; to pause the schedule set enabled to false";
  if (days.length > 1 && days.includes(daily)) return "either daily or certain days, not both";
  return undefined;
}

/** Puts days into the order of the week, each once; all seven are the same as daily. */
export function sortDays(days: ScheduledDay[]): "daily" | readonly Weekday[] {
  const sorted = weekdays.filter((day) => days.includes(day));
  return days.includes(daily) || sorted.length === weekdays.length ? "daily" : sorted;
}
