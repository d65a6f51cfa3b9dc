import type { Schedule } from "../configuration";
import type { Allowance } from "../portal/portal-facts";
import { monthOf, spend } from "../run/allowance";
import { findNextRun } from "./next-run";

/** What the settings have to do with it. */
export interface ForecastSettings {
  readonly schedule: Schedule | "paused";
  readonly timeZone: string;
  readonly maxPaidBackupsPerMonth: number;
}

/** `2 of 2 free backups used, 3 paid (limit 5)` */
export function describeAllowance({ freeUsed, freeAllowed, paid, pays }: Allowance, maxPaid: number): string {
  const service =
    pays === false ? "paid ones are off" : `${paid ?? "an unknown number"} paid (limit ${maxPaid})`;
  return `${freeUsed} of ${freeAllowed} free backups used this month (UTC), ${service}`;
}

/** How many runs the schedule still makes in the calendar month (UTC) of a moment, in milliseconds since 1970. */
function countRuns(schedule: Schedule, timeZone: string, nowMs: number): number {
  for (let count = 0, dueMs = nowMs; ; count++) {
    dueMs = findNextRun(schedule, timeZone, dueMs);
    if (monthOf(dueMs) !== monthOf(nowMs)) return count;
  }
}

/** What the rest of a month will come to. */
export interface Forecast {
  /** `12 more are due this month: 1 free, 4 charged, 7 refused` */
  readonly words: string;
  /** How many runs the schedule still makes. */
  readonly due: number;
  /** How many of them will bring no backup. */
  readonly refused: number;
}

/**
 * Foresees the rest of the month (UTC) from what is counted and due.
 * @param nowMs in milliseconds since 1970
 */
export function foretell(
  allowance: Allowance,
  { schedule, timeZone, maxPaidBackupsPerMonth }: ForecastSettings,
  nowMs: number,
): Forecast {
  const due = schedule === "paused" ? 0 : countRuns(schedule, timeZone, nowMs);
  const { free, charged, refused } = spend(allowance, due, maxPaidBackupsPerMonth);
  const parts = Object.entries({ free, charged, refused }).filter(([, number]) => number > 0);
  const shares = parts.map(([fate, number]) => `${number} ${fate}`).join(", ");
  const words =
    due === 0
      ? "no more are due this month"
      : `${due} more ${due === 1 ? "is" : "are"} due this month: ${shares}`;
  return { words, due, refused };
}
