import { describeError } from "../outside-text";
import type { BackupRecord } from "../portal/answers";
import { warnOf } from "./foresight";
import { budgets, reportReserveMs, troubleMs } from "./limits";
import { isDoubtful, type Verified, type Warning } from "./outcome";
import type { PastRun } from "./past-run";
import { planCleanUp } from "./plan-clean-up";
import { type CleaningUp, hasNote, isOwn, type OldBackup, type Run } from "./run";
import { finish, moveTo, readUntil, type Step, type Work } from "./step";

/** With less time than this a backup is not deleted. */
const leastDeleteMs = 2_000;

/** What is left for asking which of them the portal still has, where one was not answered. */
const listReserveMs = 5_000;

/** What became of a clean-up. */
interface CleanedUp {
  readonly deleted: readonly OldBackup[];
  /** Why something was not deleted. */
  readonly said: string | undefined;
}

/** What a clean-up is decided from; the ledger may be out of reach. */
interface Known {
  readonly earlier: readonly PastRun[] | undefined;
  readonly history: readonly BackupRecord[];
}

function warnToo(outcome: Verified, warnings: readonly Warning[]): Verified {
  return { ...outcome, warnings: [...outcome.warnings, ...warnings] };
}

/**
 * From `following`, when the backup is verified: to `cleaning-up` if older backups are to be deleted, else to the end. After
 * a backup against which anything speaks nothing is deleted: the older ones may be the better ones.
 */
export function prepareCleanUp(run: Run, verified: Verified, { earlier, history }: Known, work: Work): Step {
  const { keepLast, ports } = work;
  const outcome = warnToo(verified, warnOf(run, ports.clock.now()));
  const ended = finish(run, outcome, work);
  const { stage } = ended;
  if (keepLast === undefined || isDoubtful(outcome.warnings.map(({ kind }) => kind))) return { run: ended };
  if (earlier === undefined) {
    const unknown: Warning = { kind: "clean-up-failed", said: "the earlier runs could not be looked up" };
    return { run: moveTo(run, { ...stage, outcome: warnToo(outcome, [unknown]) }) };
  }
  const made = { id: verified.archive.id, isOwn: isOwn(run.notes) };
  const planned = planCleanUp({ made, keepLast, history, runs: earlier });
  return planned.length === 0
    ? { run: ended }
    : { run: moveTo(run, { ...stage, name: "cleaning-up", outcome, planned }) };
}

/**
 * From `cleaning-up`: deletes what was planned, as far as there is time, and comes to the end whatever becomes of it. What was
 * not reached is planned anew after the next backup.
 */
export async function cleanUp(run: Run, stage: CleaningUp, work: Work): Promise<Step> {
  const { planned, ...ended } = stage;
  const { deleted, said } = isCurrent(stage, work)
    ? await carryOut(stage, run, work)
    : { deleted: [], said: undefined };
  const warnings: Warning[] = said === undefined ? [] : [{ kind: "clean-up-failed", said }];
  const outcome = warnToo(ended.outcome, warnings);
  return { run: { ...moveTo(run, { ...ended, name: "reporting", outcome }), deleted } };
}

/** What was planned under other settings, or when the portal may have had other backups, is not carried out. */
function isCurrent({ endedAtMs }: CleaningUp, { keepLast, ports }: Work): boolean {
  return keepLast !== undefined && ports.clock.now() - endedAtMs < troubleMs;
}

async function carryOut(stage: CleaningUp, run: Run, work: Work): Promise<CleanedUp> {
  // Whoever goes on after a kill has to find this plan, and not make another one.
  return hasNote(run, "unsaved")
    ? { deleted: [], said: "the ledger could not be written, so nothing was deleted" }
    : await deleteAll(stage, work);
}

async function deleteAll({ planned, outcome }: CleaningUp, work: Work): Promise<CleanedUp> {
  const { portal, clock, log } = work.ports;
  const untilMs = readUntil(work, budgets.cleanUpMs, reportReserveMs);
  const deleteUntilMs = untilMs - listReserveMs;
  const failed = new Map<OldBackup, string>();
  const tried: OldBackup[] = [];
  for (const backup of planned) {
    if (clock.now() + leastDeleteMs > deleteUntilMs) break;
    tried.push(backup);
    try {
      await portal.deleteBackup(backup.id, deleteUntilMs);
      log("an older backup was deleted", { ...backup });
    } catch (error) {
      failed.set(backup, describeError(error));
    }
  }
  const left = failed.size === 0 ? new Set<string>() : await listLeft(outcome.archive.id, work, untilMs);
  const still = [...failed].filter(([{ id }]) => left?.has(id) !== false);
  return {
    deleted: tried.filter((backup) => !still.some(([one]) => one === backup)),
    said: still.map(([{ fileName }, error]) => `${fileName}: ${error}`)[0],
  };
}

/**
 * The ids that the history has by now: what an earlier invocation deleted is not there, and cannot be deleted again. A history
 * without the backup that was verified just now is none to believe.
 */
async function listLeft(
  madeId: string,
  { ports: { portal, log }, wanted }: Work,
  untilMs: number,
): Promise<Set<string> | undefined> {
  try {
    const left = new Set((await portal.history(wanted.dump, untilMs)).map(({ id }) => id));
    return left.has(madeId) ? left : undefined;
  } catch (error) {
    log("the history could not be read after the clean-up", { error: describeError(error) });
    return undefined;
  }
}
