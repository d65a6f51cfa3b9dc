import type { Schedule } from "../configuration";
import { isVerified } from "../run/outcome";
import type { PastRun } from "../run/past-run";
import { formatDay } from "./format";

/** A run, as far as the last nights are concerned. */
export type NightRun = Pick<
  PastRun,
  "id" | "trigger" | "status" | "startedAtMs" | "durationMs" | "sizeBytes" | "problem"
>;

/** One calendar day in the portal's time zone. */
export interface Night {
  /** `2026-03-01` */
  readonly day: string;
  /** The best that came of it; without a run: nothing although one was due, free because none was, or not known. */
  readonly came: NightRun | "nothing" | "free" | "unknown";
}

/** How many nights in a row brought no verified backup, by what came of them. */
export interface Streak {
  readonly failed: number;
  readonly doubtful: number;
  readonly missed: number;
  readonly total: number;
}

const pictureDays = 14;
const dayMs = 86_400_000;

/**
 * When a run was due, in milliseconds since 1970: a scheduled one may begin after midnight and belong to the day before. An
 * event that somebody sends by hand may name any time.
 */
function readDue({ id, trigger, startedAtMs }: NightRun): number {
  const dueMs = trigger === "schedule" ? Date.parse(id) : Number.NaN;
  return Math.abs(startedAtMs - dueMs) < dayMs ? dueMs : startedAtMs;
}

/** The calendar day that a run belongs to, in a zone: `2026-03-01`. */
export function readNight(run: NightRun, timeZone: string): string {
  return formatDay(readDue(run), timeZone);
}

const worth: readonly NightRun["status"][] = ["FAILED", "UNVERIFIED", "WARNING", "OK"];

/** What came of each day, as far back as runs are known. A day is its midnight in UTC, in milliseconds since 1970. */
export class Nights {
  readonly #best = new Map<string, NightRun>();
  readonly #schedule: Schedule | undefined;
  readonly #firstMs: number;

  /**
   * @param runs the newest first; of the days before the oldest nothing is known
   * @param schedule undefined where none is known: then no day is one without a run that was due
   */
  constructor(runs: readonly NightRun[], schedule: Schedule | undefined, timeZone: string) {
    for (const run of runs) {
      const day = readNight(run, timeZone);
      const rival = this.#best.get(day);
      if (rival === undefined || worth.indexOf(run.status) > worth.indexOf(rival.status))
        this.#best.set(day, run);
    }
    this.#schedule = schedule;
    this.#firstMs = Math.min(...[...this.#best.keys()].map((day) => Date.parse(day)));
  }

  /** The fourteen days that end with one, the oldest first. */
  draw(lastMs: number): Night[] {
    return Array.from({ length: pictureDays }, (_, index) =>
      this.#look(lastMs - (pictureDays - 1 - index) * dayMs),
    );
  }

  /** Counts backwards from a day on, which itself is not missed if nothing came of it yet. */
  readStreak(lastMs: number): Streak {
    const streak = { failed: 0, doubtful: 0, missed: 0 };
    for (let nowMs = lastMs; nowMs >= this.#firstMs; nowMs -= dayMs) {
      const { came } = this.#look(nowMs);
      if (came === "nothing" && nowMs < lastMs) streak.missed++;
      if (typeof came === "string") continue;
      if (isVerified(came)) break;
      if (came.status === "FAILED") streak.failed++;
      else streak.doubtful++;
    }
    return { ...streak, total: streak.failed + streak.doubtful + streak.missed };
  }

  #look(nowMs: number): Night {
    const date = new Date(nowMs);
    const day = date.toISOString().slice(0, 10);
    const isDue = this.#schedule?.days.includes(date.getUTCDay());
    const missing = nowMs < this.#firstMs ? "unknown" : isDue ? "nothing" : "free";
    return { day, came: this.#best.get(day) ?? missing };
  }
}
