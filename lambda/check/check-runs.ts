import type { Configuration } from "../configuration";
import { describeError } from "../outside-text";
import { explain } from "../report/causes";
import { formatMoment } from "../report/format";
import { findNextRun } from "../report/next-run";
import { overdueMs } from "../run/limits";
import { isVerified } from "../run/outcome";
import type { Ledger } from "../run/ports";
import { type Finding, fail, ok, warn } from "./finding";

/** Enough to find a verified one among them, some bad weeks aside. */
const recalledRuns = 30;

/** What the ledger says of runs: whether one is active or was forgotten, and when the last one was verified. */
export async function checkRuns(ledger: Ledger, nowMs: number, timeZone: string): Promise<Finding> {
  try {
    const [active, runs] = await Promise.all([ledger.load(), ledger.lastRuns(recalledRuns)]);
    const tell = (ms: number) => formatMoment(ms, timeZone);
    if (active !== undefined && nowMs > active.dueMs + overdueMs)
      return warn(
        `The run of ${tell(active.startedAtMs)} was forgotten half-way.`,
        "Nothing: the next run finishes and reports it first. To have that at once, run the backup by hand.",
      );
    if (active !== undefined) return ok(`The run of ${tell(active.startedAtMs)} is being followed.`);
    const last = runs.find(isVerified);
    if (last !== undefined) return ok(`The last verified backup ended on ${tell(last.endedAtMs)}.`);
    return ok(
      runs.length === 0
        ? "There has been no run yet."
        : `None of the last runs was verified (${runs.length}).`,
    );
  } catch (error) {
    const { next } = explain({ stage: "ledger", code: "ledger-unusable", said: "" });
    return fail(`${describeError(error)}.`, next);
  }
}

/** When the schedule starts the next backup. */
export function judgeSchedule({ schedule, timeZone }: Configuration, nowMs: number): Finding {
  return schedule === "paused"
    ? warn("The schedule is paused: no backup is made by itself.", "Set enabled to true, and deploy again.")
    : ok(`${formatMoment(findNextRun(schedule, timeZone, nowMs), timeZone)}.`);
}
