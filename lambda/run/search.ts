import { beginFollowing, isUnderWay } from "./follow";
import { budgets, historyEveryMs, lookReserveMs, readPause, unansweredMs } from "./limits";
import type { Problem } from "./outcome";
import { addNote, type Posting, type Run } from "./run";
import { end, failed, moveTo, readProblem, readUntil, type Step, type Work } from "./step";

/**
 * From `posting`: the request may have left, and what became of it is not known. Asks for nothing again; looks for a job
 * other than the one before, or for a new record in the history, and gives up after ten minutes.
 */
export async function search(run: Run, stage: Posting, work: Work): Promise<Step> {
  const { portal, clock, log } = work.ports;
  const untilMs = readUntil(work, budgets.lookMs, lookReserveMs);
  let searched = stage;
  try {
    const { job } = await portal.look(work.wanted.dump, untilMs);
    const isOther = job !== undefined && job.taskId !== stage.taskIdBefore;
    if (isOther && isUnderWay(job)) return follow(run, stage, job, work);
    const historyAgeMs = clock.now() - (stage.historyAtMs ?? Number.NEGATIVE_INFINITY);
    // A job that has ended may be an older one, which a restarted portal shows again: only a new record tells.
    if ((job === undefined || isOther) && historyAgeMs >= historyEveryMs) {
      searched = { ...stage, historyAtMs: clock.now() };
      const taskId = await searchHistory(stage, untilMs, work);
      if (taskId !== undefined)
        return follow(run, stage, { taskId, progressPercent: 100, phase: "completed" }, work);
    }
  } catch (error) {
    log("the portal cannot be looked at; the backup may have been started", {
      ...readProblem(error, "start"),
    });
  }
  const waitedMs = clock.now() - stage.atMs;
  const otherwise = failed(describeUnanswered(stage));
  if (waitedMs >= unansweredMs) return end(run, otherwise, work);
  return { run: moveTo(run, searched), wait: { pauseMs: readPause(waitedMs), otherwise } };
}

/** The id of a record that was made after the request, by the portal's own clock: the job has ended already. */
async function searchHistory(stage: Posting, untilMs: number, work: Work): Promise<string | undefined> {
  const { portalTimeMs, taskIdBefore } = stage;
  if (portalTimeMs === undefined) return undefined;
  const records = await work.ports.portal.history(work.wanted.dump, untilMs);
  const isNew = (createdAtMs: number | undefined) => createdAtMs !== undefined && createdAtMs > portalTimeMs;
  return records.find((record) => record.id !== taskIdBefore && isNew(record.createdAtMs))?.id;
}

function follow(run: Run, stage: Posting, job: Parameters<typeof beginFollowing>[1], work: Work): Step {
  work.ports.log("the job of the unanswered request was found", { taskId: job.taskId });
  return beginFollowing(addNote(run, { kind: "start-unanswered", said: stage.said ?? "" }), job, work);
}

/** The problem of a request whose job was never found. */
export function describeUnanswered(stage: Posting): Problem {
  const { said = "", httpStatus } = stage;
  return { stage: "start", code: "start-unanswered", said, httpStatus };
}
