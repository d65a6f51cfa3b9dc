import type { BackUpOrder } from "../event";
import { describeError } from "../outside-text";
import { armNext, carryOn, type Progress, type Report, readNextDue } from "./carry-on";
import { resume } from "./follow-up";
import { overdueMs } from "./limits";
import { type ActiveRun, type Claim, LedgerError } from "./ports";
import { addNote, beginRun, type EndedRun, type Run } from "./run";
import { failed, finish, readProblem, type Work } from "./step";

/** What became of an order. */
export type BackUp<Told> =
  | Progress<Told>
  /** Nothing was done: this run has been recorded or is active, or another one is. */
  | { readonly kind: "left"; readonly why: "duplicate" | "occupied"; readonly runId: string };

/**
 * Makes a run of the order and brings it as far as this invocation can. An earlier run whose wake-ups were lost is
 * brought to its end first.
 * @throws what `report` throws
 */
export async function backUp<Told>(
  order: BackUpOrder,
  requestId: string,
  work: Work,
  report: Report<Told>,
): Promise<BackUp<Told>> {
  const { clock, ledger } = work.ports;
  const startedAtMs = clock.now();
  // Lambda may deliver an event twice, and gives it the same request id then.
  const id = order.scheduledTime ?? `manual ${requestId}`;
  const begin = () =>
    beginRun({ id, trigger: order.trigger, startedAtMs, dueMs: readNextDue(startedAtMs, work) });
  let overdueFailure: unknown;
  let run = begin();
  let claim: Claim;
  try {
    claim = await ledger.claim(run);
    if (claim.kind === "occupied" && claim.active.id !== id && isOverdue(claim.active, work)) {
      overdueFailure = await finishOverdue(claim.active, work, report);
      run = begin();
      claim = await ledger.claim(run);
    }
  } catch (error) {
    // Without the ledger nobody knows whether a backup was started: nothing is, and that is reported.
    const ended = finish(addNote(run, { kind: "unsaved" }), failed(readProblem(error, "ledger")), work);
    return await reportUnclaimed(ended, work, report);
  }
  const result = await begun(run, claim, work, report);
  if (overdueFailure !== undefined) throw overdueFailure;
  return result;
}

/**
 * Reports a run that may not have been claimed: it is not known what the ledger says of it, which may be that another
 * delivery of the same event is well under way. So nothing is recorded or called off, and only what is ours is released.
 */
async function reportUnclaimed<Told>(
  ended: EndedRun,
  work: Work,
  report: Report<Told>,
): Promise<BackUp<Told>> {
  try {
    return { kind: "reported", told: await report(ended) };
  } finally {
    await work.ports.ledger.release(ended.id).catch((error: unknown) => {
      work.ports.log("the run could not be released", { runId: ended.id, error: describeError(error) });
    });
  }
}

async function begun<Told>(run: Run, claim: Claim, work: Work, report: Report<Told>): Promise<BackUp<Told>> {
  const { log } = work.ports;
  if (claim.kind === "claimed") {
    log("run claimed", { runId: run.id, trigger: run.trigger });
    return await carryOn(run, await armNext(run, work), work, report);
  }
  const runId = claim.kind === "occupied" ? claim.active.id : run.id;
  const why = runId === run.id ? "duplicate" : "occupied";
  log("nothing to do: a run is being followed, or has been", { why, runId });
  return { kind: "left", why, runId };
}

function isOverdue({ dueMs }: ActiveRun, work: Work): boolean {
  return work.ports.clock.now() > dueMs + overdueMs;
}

/**
 * Goes on with a forgotten run, to its report if its backup has ended.
 * @returns the error of a report that was not good: it may not keep the wanted backup from being made
 * @throws LedgerError
 */
async function finishOverdue<Told>(active: ActiveRun, work: Work, report: Report<Told>): Promise<unknown> {
  work.ports.log("an earlier run was forgotten; it comes first", { runId: active.id });
  try {
    await resume(active, active.hop + 1, work, report, (run) => markForgotten(run, work));
    return undefined;
  } catch (error) {
    if (error instanceof LedgerError) throw error;
    work.ports.log("the earlier run did not end well", { runId: active.id, error: describeError(error) });
    return error;
  }
}

/** A backup that was not asked for in its own night is not asked for in the next: that night makes its own. */
function markForgotten(forgotten: Run, work: Work): Run {
  const run = addNote(forgotten, { kind: "found-overdue" });
  if (run.stage.name !== "claimed") return run;
  return finish(run, failed({ stage: "start", code: "forgotten", said: "" }), work);
}
