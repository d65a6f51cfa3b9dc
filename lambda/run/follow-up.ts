import type { FollowUpOrder } from "../event";
import { armNext, carryOn, type Progress, type Report, readNextDue } from "./carry-on";
import { budgets, maxHops, reportReserveMs, troubleMs } from "./limits";
import type { ActiveRun } from "./ports";
import { addNote, beginRun, type Run } from "./run";
import { finish, unverified, type Work } from "./step";

/** What became of a wake-up. */
export type FollowUp<Told> =
  | Progress<Told>
  /** There is nothing to go on with: the run has ended, is unknown, or a later wake-up has come already. */
  | { readonly kind: "nothing"; readonly runId: string };

/**
 * Goes on with the run that a wake-up is for.
 * @throws LedgerError if it cannot be known how the run stands; the next wake-up is armed then
 * @throws what `report` throws
 */
export async function followUp<Told>(
  order: FollowUpOrder,
  work: Work,
  report: Report<Told>,
): Promise<FollowUp<Told>> {
  const { ledger, log } = work.ports;
  let active: ActiveRun | undefined;
  try {
    active = await ledger.load();
  } catch (error) {
    await wakeLater(order, work);
    throw error;
  }
  if (active === undefined || active.id !== order.runId || active.hop >= order.hop) {
    log("nothing to do: the run has ended, or a later wake-up has come", { ...order });
    return { kind: "nothing", runId: order.runId };
  }
  return await resume(active, order.hop, work, report);
}

/**
 * Takes a run into hand and goes on with it: arms the next wake-up first, so that a kill cannot break the chain.
 * @param adjust changes the run before it is gone on with
 */
export async function resume<Told>(
  active: ActiveRun,
  hop: number,
  entered: Work,
  report: Report<Told>,
  adjust: (run: Run) => Run = (run) => run,
): Promise<FollowUp<Told>> {
  const { ledger, log, wakeUps } = entered.ports;
  const glance = active.run?.stage.name === "following" ? shorten(entered) : entered;
  const run = adjust(restore(active, { hop, dueMs: readNextDue(active.startedAtMs, glance) }, entered));
  const armed = !isWornOut(active, entered) && (await armNext(run, entered));
  const work = armed ? glance : entered;
  if (!(await ledger.take(active, run))) {
    log("nothing to do: another invocation has taken the run", { runId: run.id, hop });
    return { kind: "nothing", runId: run.id };
  }
  log("run resumed", { runId: run.id, hop, stage: run.stage.name });
  if (active.run?.stage.name === "reporting" && (await ledger.isRecorded(run.id))) {
    log("the run was reported and recorded already; it is released", { runId: run.id });
    try {
      await ledger.release(run.id);
    } finally {
      await wakeUps.disarm(run.id, hop + 1);
    }
    return { kind: "nothing", runId: run.id };
  }
  return await carryOn(run, armed, work, report);
}

/** Whether it should have ended long ago: whatever kills each of its invocations is not to go on for ever. */
function isWornOut({ startedAtMs }: ActiveRun, { ports, giveUpAfterMs }: Work): boolean {
  return ports.clock.now() - startedAtMs > giveUpAfterMs + 2 * troubleMs;
}

/** A look at a job needs no two minutes; the sooner this invocation is certainly over, the sooner the next may come. */
function shorten(work: Work): Work {
  const enoughMs = budgets.keyMs + budgets.lookMs + budgets.verifyMs + reportReserveMs;
  return { ...work, deadlineMs: Math.min(work.deadlineMs, work.ports.clock.now() + enoughMs) };
}

/** The run as it goes on. One that another version wrote is not understood, and reported as that. */
function restore(active: ActiveRun, fields: Pick<Run, "hop" | "dueMs">, work: Work): Run {
  if (active.run === undefined) {
    const { id, startedAtMs } = active;
    const unknown = { ...beginRun({ id, trigger: "schedule", startedAtMs, dueMs: fields.dueMs }), ...fields };
    return finish(unknown, unverified({ stage: "ledger", code: "record-unreadable", said: "" }), work);
  }
  const run = { ...active.run, ...fields };
  return run.stage.name === "reporting" ? addNote(run, { kind: "maybe-repeated" }) : run;
}

/** The ledger cannot be read: whatever the run needs, it needs somebody to come again. */
async function wakeLater({ runId, hop }: FollowUpOrder, work: Work): Promise<void> {
  if (hop >= maxHops) return;
  await work.ports.wakeUps.arm(runId, hop + 1, readNextDue(Number.NEGATIVE_INFINITY, work));
}
