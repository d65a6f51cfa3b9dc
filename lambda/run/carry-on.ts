import { describeError } from "../outside-text";
import { readWakeUp } from "./limits";
import { RunLostError } from "./ports";
import { pursue } from "./pursue";
import type { EndedRun, Run } from "./run";
import type { Work } from "./step";

/** Tells the administrator how a run ended; throws where that was not well, or could not be told. */
export type Report<Told> = (run: EndedRun) => Promise<Told>;

/** What became of a run in this invocation. */
export type Progress<Told> =
  | { readonly kind: "reported"; readonly told: Told }
  /** The backup goes on, and a wake-up will go on with the run. */
  | { readonly kind: "continues"; readonly runId: string }
  /** Another invocation has gone on with the run meanwhile. */
  | { readonly kind: "lost"; readonly runId: string };

/** Arms the run's next wake-up. */
export async function armNext(run: Run, work: Work): Promise<boolean> {
  return await work.ports.wakeUps.arm(run.id, run.hop + 1, run.dueMs);
}

/** When the wake-up after this invocation is due, in milliseconds since 1970. */
export function readNextDue(startedAtMs: number, work: Work): number {
  const nowMs = work.ports.clock.now();
  return readWakeUp(nowMs, nowMs - startedAtMs, work.deadlineMs);
}

/**
 * Goes on with a run that is in the hands of this invocation: as far as it comes, and at its end to the report, the
 * record and the release, in this order, so that a kill in between can repeat a report but never lose one.
 * @throws what `report` throws
 */
export async function carryOn<Told>(
  run: Run,
  armed: boolean,
  work: Work,
  report: Report<Told>,
): Promise<Progress<Told>> {
  const { log } = work.ports;
  const { id: runId } = run;
  let pursued: Run | EndedRun;
  try {
    pursued = await pursue(run, armed, work);
  } catch (error) {
    if (!(error instanceof RunLostError)) throw error;
    log("another invocation has gone on with this run", { runId });
    return { kind: "lost", runId };
  }
  if (!isEnded(pursued)) {
    log("the run goes on with its next wake-up", { stage: pursued.stage.name, hop: run.hop + 1 });
    return { kind: "continues", runId };
  }
  try {
    return { kind: "reported", told: await report(pursued) };
  } finally {
    await close(pursued, work);
  }
}

function isEnded(run: Run): run is EndedRun {
  return run.stage.name === "reporting";
}

/** Records and releases a run, and calls off the wake-up that it needs no more. */
async function close(ended: EndedRun, work: Work): Promise<void> {
  const { ledger, wakeUps, log } = work.ports;
  try {
    await ledger.record(ended);
    await ledger.release(ended.id);
  } catch (error) {
    // The next wake-up, or the next night, finds the run at its report, and says that it may be a repeat.
    log("the run could not be closed", { runId: ended.id, error: describeError(error) });
    return;
  }
  await wakeUps.disarm(ended.id, ended.hop + 1);
}
