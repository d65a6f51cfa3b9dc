import { quote } from "../outside-text";
import type { BackupRecord } from "../portal/answers";
import { isDoubtful, isVerified } from "./outcome";
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
  /** The backup that was verified just now, and whether this stack certainly asked for it. */
  readonly made: { readonly id: string; readonly isOwn: boolean };
  /** How many verified ones of its own this stack keeps: 3 or more. */
  readonly keepLast: number;
  /** All that the portal has, in no order. */
  readonly history: readonly BackupRecord[];
  /** What the ledger remembers, in no order. */
  readonly runs: readonly PastRun[];
}

/**
 * Decides which backups may be deleted after another one was verified: the oldest of those that the ledger knows as verified
 * and as asked for by this stack, that the portal still has, and that are older than the `keepLast` that are kept. One against
 * which something spoke is none of those that are kept.
 * @returns at most five, the oldest first
 */
export function planCleanUp({ made, keepLast, history, runs }: CleanUpFacts): OldBackup[] {
  // A record without a date may be the newest one.
  const ageOf = ({ createdAtMs = Number.POSITIVE_INFINITY }: BackupRecord) => createdAtMs;
  const newest = history.toSorted((one, other) => ageOf(other) - ageOf(one)).slice(0, untouched);
  const kept = new Set([made.id, ...newest.map(({ id }) => id)]);
  const own = runs
    .filter((run) => run.isOwn === true && isVerified(run) && run.taskId !== made.id)
    .toSorted((one, other) => other.startedAtMs - one.startedAtMs)
    .filter(({ taskId }, index, all) => all.findIndex((one) => one.taskId === taskId) === index)
    .flatMap(({ taskId, warnings = [] }) => {
      const record = history.find(({ id }) => id === taskId);
      return record === undefined ? [] : [{ record, isGood: !isDoubtful(warnings) }];
    });
  const good = own.filter(({ isGood }) => isGood);
  const lastKept = good[keepLast - (made.isOwn ? 2 : 1)];
  if (lastKept === undefined) return [];
  return own
    .slice(own.indexOf(lastKept) + 1)
    .map(({ record }) => record)
    .filter((record) => !kept.has(record.id) && record.createdAtMs !== undefined)
    .toReversed()
    .slice(0, mostADay)
    .map(({ id, fileName }) => ({ id, fileName: quote(fileName) }));
}
