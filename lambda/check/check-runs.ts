import type { Configuration } from "../configuration";
import { describeError } from "../outside-text";
import { explain } from "../report/causes";
import { recalledRuns } from "../report/facts";
import { formatMoment } from "../report/format";
import { findNextRun } from "../report/next-run";
import { overdueMs } from "../run/limits";
import { isVerified } from "../run/outcome";
import type { PastRun } from "../run/past-run";
import { rememberedRuns } from "../run/plan-clean-up";
import type { ActiveRun, Ledger } from "../run/ports";
import type { Settled } from "../settled";
import { type Finding, fail, ok, warn } from "./finding";

/** What the ledger remembers. */
export interface Recalled {
  readonly active: ActiveRun | undefined;
  /** The newest first. */
  readonly runs: readonly PastRun[];
}

/** @throws LedgerError */
export async function recall(ledger: Ledger, keepLast: number | undefined): Promise<Recalled> {
  const limit = keepLast === undefined ? recalledRuns : rememberedRuns;
  const [active, runs] = await Promise.all([ledger.load(), ledger.lastRuns(limit)]);
  return { active, runs };
}

/** Whether a run is active or was forgotten, how the last one ended, and when one was verified. */
export function judgeRuns(recalled: Settled<Recalled>, nowMs: number, timeZone: string): Finding {
  if (recalled.error !== undefined) {
    const { next } = explain({ stage: "ledger", code: "ledger-unusable", said: "" });
    return fail(`${describeError(recalled.error)}.`, next);
  }
  const { active, runs } = recalled.value;
  const tell = (ms: number) => formatMoment(ms, timeZone);
  if (active !== undefined && nowMs > active.dueMs + overdueMs)
    return warn(
      `The run of ${tell(active.startedAtMs)} was forgotten half-way.`,
      "Nothing: the next run finishes and reports it first. To have that at once, run the backup by hand.",
    );
  if (active !== undefined) return ok(`The run of ${tell(active.startedAtMs)} is being followed.`);
  const [last] = runs;
  if (last === undefined) return ok("There has been no run yet.");
  const verified = runs.find(isVerified);
  const before =
    verified === undefined
      ? `none of the last ${runs.length} on record was verified`
      : `the last verified backup ended on ${tell(verified.endedAtMs)}`;
  return isVerified(last)
    ? ok(`The last run is well: ${before}.`)
    : warn(
        `The last run, of ${tell(last.startedAtMs)}, was ${last.status}; ${before}.`,
        "Do what its report says.",
      );
}

/** When the schedule starts the next backup. */
export function judgeSchedule({ schedule, timeZone }: Configuration, nowMs: number): Finding {
  return schedule === "paused"
    ? warn("The schedule is paused: no backup is made by itself.", "Set enabled to true, and deploy again.")
    : ok(`${formatMoment(findNextRun(schedule, timeZone, nowMs), timeZone)}.`);
}
