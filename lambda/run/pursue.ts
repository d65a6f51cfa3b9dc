import { describeError } from "../outside-text";
import { cleanUp } from "./clean-up";
import { follow } from "./follow";
import { glanceMs, leastLookMs, lookReserveMs, readWatch, watchMs } from "./limits";
import { LedgerError, RunLostError } from "./ports";
import { addNote, type Reporting, type Run, type Stage } from "./run";
import { search } from "./search";
import { start } from "./start";
import { end, failed, finish, readProblem, type Step, unverified, type Work } from "./step";

/**
 * Brings a run as far as this invocation can, from whatever stage it is in, and saves each stage that it reaches.
 * It is at its end when its stage is `reporting`: all is known, and the report is still to be sent.
 * @param armed whether a wake-up will come; without one the run is brought to its end, known or not
 * @throws {@link RunLostError} when another invocation has gone on with the run
 */
export async function pursue(entered: Run, armed: boolean, work: Work): Promise<Run> {
  const { clock } = work.ports;
  const enteredMs = clock.now();
  let run = entered;
  for (;;) {
    const { stage } = run;
    if (stage.name === "reporting") return run;
    const { run: stepped, wait } = await takeStep(run, stage, work);
    run = stepped.stage.name === stage.name ? stepped : await saveOrNote(stepped, work);
    if (wait === undefined) continue;
    if (clock.now() + wait.pauseMs <= readPatience(run.stage, enteredMs, armed, work)) {
      await clock.sleep(wait.pauseMs);
    } else if (armed) {
      return await saveOrNote(run, work);
    } else {
      run = await saveOrNote(finish(addNote(run, { kind: "unarmed" }), wait.otherwise, work), work);
    }
  }
}

/** Until when this invocation waits for another step, in milliseconds since 1970: what is paid for is kept short. */
function readPatience(stage: Stage, enteredMs: number, armed: boolean, work: Work): number {
  const possibleMs = work.deadlineMs - lookReserveMs - leastLookMs;
  if (!armed) return possibleMs;
  if (stage.name !== "following") return Math.min(possibleMs, enteredMs + watchMs);
  const { sinceMs, progressPercent } = stage;
  const watchedMs = sinceMs + readWatch(work.ports.clock.now() - sinceMs, progressPercent);
  return Math.min(possibleMs, Math.max(watchedMs, enteredMs + glanceMs));
}

/**
 * Saves where the run stands. What could not be saved is found anew by the next wake-up, from the stage before: by
 * looking, never by asking again. A report may come twice then, and says so.
 */
async function saveOrNote(run: Run, work: Work): Promise<Run> {
  try {
    await work.ports.ledger.save(run);
    return run;
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    work.ports.log("the run could not be saved", { stage: run.stage.name, error: describeError(error) });
    return addNote(run, { kind: "unsaved" });
  }
}

/** Even an error that nobody foresaw is reported, and by what it may have left behind. */
async function takeStep(run: Run, stage: Exclude<Stage, Reporting>, work: Work): Promise<Step> {
  try {
    switch (stage.name) {
      case "claimed":
        return await start(run, stage, work);
      case "posting":
        return await search(run, stage, work);
      case "following":
        return await follow(run, stage, work);
      case "cleaning-up":
        return await cleanUp(run, stage, work);
    }
  } catch (error) {
    if (error instanceof RunLostError) throw error;
    if (error instanceof LedgerError) return end(run, failed(readProblem(error, "ledger")), work);
    const said = describeError(error);
    work.ports.log("unexpected error", { stage: stage.name, said });
    if (stage.name === "claimed") {
      return end(run, failed({ stage: "start", code: "unexpected-error", said }), work);
    }
    return end(run, unverified({ stage: "follow", code: "unexpected-error", said }), work);
  }
}
