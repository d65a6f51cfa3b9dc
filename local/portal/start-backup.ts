import { demandAdmin } from "./access";
import { type Answer, controllerError, Refusal, succeed } from "./answer";
import { countFreeBackups } from "./archives";
import type { Call } from "./call";
import { isTerminal, type JobPlan, JobStatus, type JobStorage } from "./job";
import { describeProgress, enqueueJob, showJob } from "./job-slot";
import type { PortalState } from "./portal-state";
import { findStorage, foreseeStorageError, readStorageOrder } from "./storage-order";

/**
 * Starts a backup, or joins the one that runs: all checks come first, so that a start that would be refused is
 * refused even while a job runs.
 */
export function startBackup(call: Call): Answer {
  const { request, state, nowMs } = call;
  const order = readStorageOrder(request);
  demandAdmin(call);
  if (order.dump && !(state.standalone && state.dumpAllowed)) {
    throw new Refusal(controllerError(403, "Access denied"));
  }
  const storage = findStorage(order, state);
  demandAllowance(call);

  const shown = showJob(state, order.dump, nowMs);
  if (shown !== undefined && shown.view.error !== "" && !shown.view.isCompleted) {
    throw new Refusal(controllerError(500, shown.view.error));
  }
  if (shown !== undefined && !isTerminal(shown.view)) {
    if (shown.view.status === JobStatus.created) {
      shown.job.enqueuedTimes += 1;
    }
    return succeed(request, describeProgress(state, shown, request.origin));
  }
  enqueueJob(state, { startedMs: nowMs, storage, dump: order.dump, plan: planJob(storage, state) });
  const started = showJob(state, order.dump, nowMs);
  return succeed(request, started && describeProgress(state, started, request.origin));
}

function demandAllowance({ state, nowMs }: Call): void {
  const { plan, standalone } = state;
  if (plan.storageFull) {
    throw new Refusal(controllerError(402, "The storage space quota of the portal is exceeded."));
  }
  if (!standalone && !plan.paidBackupsOn && countFreeBackups(state, nowMs) >= plan.freeBackupsPerMonth) {
    throw new Refusal(controllerError(402, "The number of free backups for this month is used up."));
  }
}

function planJob(storage: JobStorage, state: PortalState): JobPlan {
  const error = foreseeStorageError(storage, state);
  const { nextJob } = state;
  return error === undefined
    ? nextJob
    : { ...nextJob, ending: { kind: "failed", error, afterMs: nextJob.durationMs } };
}
