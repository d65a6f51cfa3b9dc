import type { Schedule } from "../configuration";
import type { PastRun } from "../run/past-run";
import { formatDay } from "./format";

/** A run, as far as the picture of the last nights is concerned. */
export type NightRun = Pick<
  PastRun,
  "id" | "trigger" | "status" | "startedAtMs" | "endedAtMs" | "sizeBytes" | "problem"
>;

/** One calendar day in the portal's time zone. */
export interface Night {
  /** `2026-03-01` */
  readonly day: string;
  /** The best that came of it; without a run: none although one was due, none because none was, or not known. */
  readonly came: NightRun | "nothing" | "free" | "unknown";
}

const pictureDays = 14;
const dayMs = 86_400_000;

/** When a run was due, in milliseconds since 1970: a scheduled one may begin after midnight and belong to the day before. */
function readDue({ id, trigger, startedAtMs }: NightRun): number {
  const dueMs = trigger === "schedule" ? Date.parse(id) : Number.NaN;
  return Number.isNaN(dueMs) ? startedAtMs : dueMs;
}

/** The calendar day that a run belongs to, in a zone: `2026-03-01`. */
export function readNight(run: NightRun, timeZone: string): string {
  return formatDay(readDue(run), timeZone);
}

export function isVerified({ status }: Pick<NightRun, "status">): boolean {
  return status === "OK" || status === "WARNING";
}

const worth: readonly NightRun["status"][] = ["FAILED", "UNVERIFIED", "WARNING", "OK"];

/**
 * The last fourteen days up to that of the newest run.
 * @param runs the newest first; of the days before the oldest nothing is known
 * @param schedule undefined while it is paused: a day without a run counts as one without a backup then
 */
export function listNights(
  runs: readonly [NightRun, ...NightRun[]],
  schedule: Schedule | undefined,
  timeZone: string,
): Night[] {
  const best = new Map<string, NightRun>();
  for (const run of runs) {
    const day = readNight(run, timeZone);
    const rival = best.get(day);
    if (rival === undefined || worth.indexOf(run.status) > worth.indexOf(rival.status)) best.set(day, run);
  }
  const firstMs = Math.min(...runs.map((run) => Date.parse(readNight(run, timeZone))));
  const lastMs = Date.parse(readNight(runs[0], timeZone));
  return Array.from({ length: pictureDays }, (_, index): Night => {
    const date = new Date(lastMs - (pictureDays - 1 - index) * dayMs);
    const day = date.toISOString().slice(0, 10);
    const isDue = schedule?.days.includes(date.getUTCDay()) ?? true;
    const missing = date.getTime() < firstMs ? "unknown" : isDue ? "nothing" : "free";
    return { day, came: best.get(day) ?? missing };
  });
}

/** How many nights in a row, the newest first, brought no verified backup, and whether all of them certainly failed. */
export function readStreak(
  runs: readonly NightRun[],
  timeZone: string,
): { readonly nights: number; readonly allFailed: boolean } {
  const end = runs.findIndex(isVerified);
  const bad = end === -1 ? runs : runs.slice(0, end);
  const nights = new Set(bad.map((run) => readNight(run, timeZone))).size;
  return { nights, allFailed: bad.every(({ status }) => status === "FAILED") };
}
