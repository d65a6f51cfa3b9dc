import type { Job } from "../portal/answers";
import { budgets, lookReserveMs, queuedMs, readPause, standstillMs, troubleMs } from "./limits";
import type { Unverified } from "./outcome";
import type { Following, Run } from "./run";
import {
  end,
  failed,
  moveTo,
  noteTrouble,
  readProblem,
  readUntil,
  type Step,
  unverified,
  type Work,
} from "./step";
import { describeUnproved, type Ended, verify } from "./verify";

/** Whether a job occupies the portal: no other can be started beside it. */
export function isUnderWay({ phase }: Pick<Job, "phase">): boolean {
  return phase === "queued" || phase === "running" || phase === "finishing";
}

const stillRunning = unverified({ stage: "follow", code: "still-running", said: "" });

/** Begins to follow a job that was seen. */
export function beginFollowing(
  run: Run,
  job: Pick<Job, "taskId" | "progressPercent" | "phase">,
  work: Work,
): Step {
  const nowMs = work.ports.clock.now();
  const { taskId, progressPercent, phase } = job;
  const stage = {
    name: "following",
    taskId,
    sinceMs: nowMs,
    progressPercent,
    progressAtMs: nowMs,
    phase,
  } as const;
  return { run: moveTo(run, stage), wait: { pauseMs: readPause(0), otherwise: stillRunning } };
}

/** From `following`: one look at the job; when it runs no longer, the history decides what became of it. */
export async function follow(run: Run, stage: Following, work: Work): Promise<Step> {
  let ended: Ended;
  try {
    const { job } = await work.ports.portal.look(
      work.wanted.dump,
      readUntil(work, budgets.lookMs, lookReserveMs),
    );
    if (job?.taskId === stage.taskId) {
      // A job that calls itself complete is given one more look, for the error that may come at the very end.
      const settled = job.phase === "finishing" && stage.phase === "finishing";
      if (isUnderWay(job) && !settled) return keepFollowing(run, stage, job, work);
      ended = { says: readEnd(job), error: job.error, warning: job.warning, link: job.link };
    } else {
      ended = { says: job === undefined ? "vanished" : "replaced", error: "", warning: "" };
    }
  } catch (error) {
    return waitOrGiveUp(run, stage, unverified(readProblem(error, "follow")), work);
  }
  try {
    return await verify(run, stage, ended, work);
  } catch (error) {
    const problem = readProblem(error, "verify");
    return waitOrGiveUp(
      run,
      stage,
      { verdict: "unverified", problem, verification: describeUnproved(ended) },
      work,
    );
  }
}

function readEnd({ phase }: Job): Ended["says"] {
  return phase === "failed" || phase === "cancelled" ? phase : "completed";
}

function keepFollowing(run: Run, stage: Following, job: Job, work: Work): Step {
  const { clock, log } = work.ports;
  const nowMs = clock.now();
  const { taskId, progressPercent, phase } = job;
  const moved = progressPercent !== stage.progressPercent || phase !== stage.phase;
  const progressAtMs = moved ? nowMs : stage.progressAtMs;
  if (moved) log("progress", { taskId, phase, progressPercent });
  const { sinceMs } = stage;
  const followed = moveTo(run, { name: "following", taskId, sinceMs, progressPercent, progressAtMs, phase });
  const stoodMs = nowMs - progressAtMs;
  if (phase === "queued" && stoodMs >= queuedMs) {
    return end(followed, failed({ stage: "follow", code: "not-picked-up", said: "" }), work);
  }
  if (nowMs - run.startedAtMs >= work.giveUpAfterMs) return end(followed, stillRunning, work);
  if (stoodMs >= standstillMs) {
    return end(followed, unverified({ stage: "follow", code: "no-progress", said: "" }), work);
  }
  const pauseMs = phase === "finishing" ? readPause(0) : readPause(nowMs - sinceMs);
  return { run: followed, wait: { pauseMs, otherwise: stillRunning } };
}

/** A portal that cannot be asked says nothing about the backup: even a refusal is waited out. */
function waitOrGiveUp(run: Run, stage: Following, otherwise: Unverified, work: Work): Step {
  const { clock, log } = work.ports;
  const { problem } = otherwise;
  const trouble = noteTrouble(stage.trouble, problem, work);
  const troubled = moveTo(run, { ...stage, trouble });
  if (clock.now() - trouble.sinceMs >= troubleMs) return end(troubled, otherwise, work);
  log("the portal cannot be asked how the backup is doing", { ...problem });
  return { run: troubled, wait: { pauseMs: readPause(clock.now() - stage.sinceMs), otherwise } };
}
