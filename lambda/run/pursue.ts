import { describeError } from "../outside-text";
import { follow } from "./follow";
import { lookReserveMs } from "./limits";
import type { Reporting, Run, Stage } from "./run";
import { search } from "./search";
import { start } from "./start";
import { end, failed, type Step, unverified, type Work } from "./step";

/**
 * Brings a run as far as this invocation can, from whatever stage it is in, and saves each stage that it reaches.
 * It is at its end when its stage is `reporting`: all is known, and the report is still to be sent.
 * @param armed whether a wake-up will come; without one the run is brought to its end, known or not
 */
export async function pursue(entered: Run, armed: boolean, work: Work): Promise<Run> {
  const { clock, ledger } = work.ports;
  let run = entered;
  for (;;) {
    const { stage } = run;
    if (stage.name === "reporting") return run;
    const { run: stepped, wait } = await takeStep(run, stage, work);
    if (stepped.stage.name !== stage.name) await ledger.save(stepped);
    run = stepped;
    if (wait === undefined) continue;
    if (clock.now() + wait.pauseMs <= work.deadlineMs - lookReserveMs) {
      await clock.sleep(wait.pauseMs);
    } else {
      return armed ? run : end(run, wait.otherwise, work).run;
    }
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
    }
  } catch (error) {
    const said = describeError(error);
    work.ports.log("unexpected error", { stage: stage.name, said });
    if (stage.name === "claimed") {
      return end(run, failed({ stage: "start", code: "unexpected-error", said }), work);
    }
    return end(run, unverified({ stage: "follow", code: "unexpected-error", said }), work);
  }
}
