import { quote } from "../outside-text";
import type { BackupRecord } from "../portal/answers";
import { isVerified } from "./outcome";
import type { PastRun } from "./past-run";
import type { OldBackup } from "./run";

/** However few are to be kept, and whoever made them: the portal's newest are never deleted. */
const untouched = 3;

/** However many there are to delete: a mistake shall not cost more than a week. */
const mostADay = 5;

/** The runs of the ledger among which those to delete are looked for: more than a year of nights. */
export const rememberedRuns = 500;

/** What a clean-up is decided from. */
export interface CleanUpFacts {
  /** The backup that was verified just now. */
  readonly taskId: string;
  /** How many verified ones are kept, that one among them: 3 or more. */
  readonly keepLast: number;
  /** All that the portal has, in no order. */
  readonly history: readonly BackupRecord[];
  /** What the ledger remembers, in no order. */
  readonly runs: readonly PastRun[];
}

/**
 * Decides which backups may be deleted after another one was verified: the oldest of those that the ledger knows as verified
 * and as asked for by this stack, beyond the newest `keepLast`, and that the portal still has.
 * @returns at most five, the oldest first
 */
export function planCleanUp({ taskId, keepLast, history, runs }: CleanUpFacts): OldBackup[] {
  // A record without a date may be the newest one.
  const ageOf = ({ createdAtMs = Number.POSITIVE_INFINITY }: BackupRecord) => createdAtMs;
  const newest = history.toSorted((one, other) => ageOf(other) - ageOf(one)).slice(0, untouched);
  const kept = new Set([taskId, ...newest.map(({ id }) => id)]);
  const own = runs
    .filter((run) => run.isOwn === true && isVerified(run))
    .toSorted((one, other) => other.startedAtMs - one.startedAtMs)
    .flatMap((run) => history.find(({ id }) => id === run.taskId && id !== taskId) ?? []);
  return own
    .slice(keepLast - 1)
    .filter((record) => !kept.has(record.id) && record.createdAtMs !== undefined)
    .toReversed()
    .slice(0, mostADay)
    .map(({ id, fileName }) => ({ id, fileName: quote(fileName) }));
}
