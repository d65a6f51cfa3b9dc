import { describeError } from "../outside-text";
import type { Job } from "../portal/answers";
import { ApiKeyError } from "../portal/api-key";
import type { BackupRequest, Look } from "../portal/portal-client";
import { PortalError } from "../portal/portal-error";
import type { Allowance } from "../portal/portal-facts";
import { isAllowed } from "./allowance";
import { beginFollowing, isUnderWay } from "./follow";
import { foresee } from "./foresight";
import {
  budgets,
  lookReserveMs,
  postReserveMs,
  readPause,
  reportReserveMs,
  restMs,
  troubleMs,
} from "./limits";
import type { Problem } from "./outcome";
import { addNote, type Claimed, type Posting, type Run } from "./run";
import { describeUnanswered } from "./search";
import {
  end,
  failed,
  moveTo,
  noteTrouble,
  readProblem,
  readUntil,
  type Step,
  type Wait,
  type Work,
} from "./step";

/**
 * From `claimed`: looks at the portal and joins what is running there, or asks for the backup, once.
 * The stage `posting` is saved before the request leaves.
 */
export async function start(entered: Run, stage: Claimed, work: Work): Promise<Step> {
  const { keys, clock } = work.ports;
  let run = entered;
  let look: Look;
  let request: BackupRequest;
  try {
    await keys.read(readUntil(work, budgets.keyMs, reportReserveMs));
    look = await lookAt(work);
    const foresight = await foresee(work);
    run = { ...entered, foresight };
    if (isBusy(look)) return join(run, look.job, work);
    const { allowance } = foresight;
    if (allowance !== undefined && !isAllowed(allowance, work.maxPaidBackupsPerMonth))
      return end(run, failed(describeLimit(allowance, work)), work);
    request = await completeRequest(work);
    // Somebody else's may have begun while all that was asked.
    look = await lookAt(work);
    if (isBusy(look)) return join(run, look.job, work);
  } catch (error) {
    return waitOrFail(run, stage, error, work);
  }
  if (work.deadlineMs - clock.now() < postReserveMs) return { run, wait: tooLate };
  const { job, portalTimeMs } = look;
  const posting: Posting = { name: "posting", atMs: clock.now(), taskIdBefore: job?.taskId, portalTimeMs };
  return await post(run, { before: stage, posting, request }, work);
}

function lookAt(work: Work): Promise<Look> {
  return work.ports.portal.look(work.wanted.dump, readUntil(work, budgets.lookMs, lookReserveMs));
}

function isBusy(look: Look): look is Look & { readonly job: Job } {
  return look.job !== undefined && isUnderWay(look.job);
}

/** The backup would be charged, and the settings do not allow that. */
function describeLimit({ freeUsed, freeAllowed, paid }: Allowance, work: Work): Problem {
  const said = `${freeUsed} of ${freeAllowed} free backups are used this month (UTC), and ${paid ?? "an unknown number"} of ${work.maxPaidBackupsPerMonth} paid ones`;
  return { stage: "start", code: "paid-limit", said };
}

/** `Documents` without a folder means "My documents" of the key's owner. */
async function completeRequest(work: Work): Promise<BackupRequest> {
  const { wanted } = work;
  if (wanted.storageType !== "Documents" || wanted.storageParams.folderId !== undefined) return wanted;
  const untilMs = readUntil(work, budgets.lookMs, lookReserveMs);
  return { ...wanted, storageParams: { folderId: await work.ports.portal.myDocumentsFolderId(untilMs) } };
}

function join(run: Run, job: Job, work: Work): Step {
  work.ports.log("joined a backup that was running already", { taskId: job.taskId });
  return beginFollowing(addNote(run, { kind: "joined" }), job, work);
}

async function post(
  run: Run,
  { before, posting, request }: { before: Claimed; posting: Posting; request: BackupRequest },
  work: Work,
): Promise<Step> {
  const { portal, ledger, log } = work.ports;
  const posted = moveTo(run, posting);
  await ledger.save(posted);
  let job: Job;
  try {
    job = await portal.start(request, readUntil(work, budgets.postMs, lookReserveMs));
  } catch (error) {
    if (error instanceof ApiKeyError || (error instanceof PortalError && error.certainlyNotProcessed)) {
      const step = waitOrFail(run, before, error, work);
      await ledger.save(step.run);
      return step;
    }
    // Whatever it was, the request may have left.
    const trouble = error instanceof PortalError ? error.trouble : { said: describeError(error) };
    const { said } = trouble;
    const httpStatus = "status" in trouble ? trouble.status : undefined;
    log("the request for the backup was not answered: it is not repeated, its job is looked for", { said });
    return searchLater(run, { ...posting, said, httpStatus });
  }
  if (job.taskId === posting.taskIdBefore) {
    const said = "the portal answered with the job that had ended before";
    return searchLater(run, { ...posting, said });
  }
  log("the backup was started", { taskId: job.taskId });
  // The portal answers with a job that runs already, where there is one: a new one has not come that far.
  const noted = job.progressPercent > 0 ? addNote(run, { kind: "maybe-joined" }) : run;
  return beginFollowing(noted, job, work);
}

/** Nothing was started: a refusal is final, and what may pass is waited for. */
function waitOrFail(run: Run, stage: Claimed, error: unknown, work: Work): Step {
  const { clock, log } = work.ports;
  const problem = readProblem(error, "start");
  const passing = error instanceof PortalError && error.mayPass ? error : undefined;
  const trouble = noteTrouble(stage.trouble, problem, work);
  if (passing === undefined || clock.now() - trouble.sinceMs >= troubleMs)
    return end(run, failed(problem), work);
  log("the portal cannot be looked at; nothing was started yet", { ...problem });
  const enoughTime = work.deadlineMs - clock.now() >= postReserveMs;
  const pauseMs = Math.max(enoughTime ? readPause(0) : postReserveMs, readRest(passing));
  return { run: moveTo(run, { name: "claimed", trouble }), wait: { pauseMs, otherwise: failed(problem) } };
}

/** How long the portal wants to be left alone, in milliseconds. */
function readRest({ trouble }: PortalError): number {
  return trouble.kind === "rate-limited" ? Math.max(restMs, trouble.retryAfterMs ?? 0) : 0;
}

function searchLater(run: Run, posting: Posting): Step {
  return {
    run: moveTo(run, posting),
    wait: { pauseMs: readPause(0), otherwise: failed(describeUnanswered(posting)) },
  };
}

/** Too little of the invocation is left to ask for a backup in it: only another invocation can. */
const tooLate: Wait = {
  pauseMs: postReserveMs,
  otherwise: failed({ stage: "start", code: "no-time-left", said: "" }),
};
