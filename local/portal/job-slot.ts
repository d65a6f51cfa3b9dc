import { randomUUID } from "node:crypto";
import { signPortalLink, signStoreLink } from "./download-link";
import { isTerminal, type Job, type JobPlan, type JobStorage, type JobView, viewJob } from "./job";
import type { PortalState } from "./portal-state";

const DAY_MS = 24 * 60 * 60 * 1000;

/** A job and what is to be seen of it. */
export interface ShownJob {
  readonly job: Job;
  readonly view: JobView;
}

/** The job that the portal's slot shows, or that of the installation if `dump`. */
export function showJob(state: PortalState, dump: boolean, nowMs: number): ShownJob | undefined {
  for (const job of state.jobs.toReversed()) {
    const view = job.dump === dump ? viewJob(job, nowMs) : undefined;
    if (view !== undefined) {
      return { job, view };
    }
  }
  return undefined;
}

/** Puts a new job into the slot. */
export function enqueueJob(
  state: PortalState,
  details: { startedMs: number; storage: JobStorage; dump: boolean; plan: JobPlan },
): Job {
  const job: Job = { ...details, id: randomUUID(), enqueuedTimes: 1, removed: false };
  state.jobs.push(job);
  return job;
}

/** The API's progress object, with the fields that this server's release knows. */
export function describeProgress(state: PortalState, { job, view }: ShownJob, origin: string): object {
  return {
    isCompleted: view.isCompleted,
    progress: view.progressPercent,
    error: view.error,
    warning: isAtLeast(state.version, "3.6") ? view.warning : undefined,
    link: linkOf(state, { job, view }, origin),
    tenantId: 1,
    backupProgressEnum: 0,
    taskId: job.id,
    status: isAtLeast(state.version, "3.7.1") ? view.status : undefined,
  };
}

/** Whether release `version` is `other` or later. */
export function isAtLeast(version: string, other: string): boolean {
  return version.localeCompare(other, "en", { numeric: true }) >= 0;
}

function linkOf(state: PortalState, { job, view }: ShownJob, origin: string): string {
  const archive = state.archives.find(({ id }) => id === job.archiveId);
  if (archive === undefined || !isTerminal(view)) {
    return "";
  }
  switch (job.storage.kind) {
    case "data-store":
      return signPortalLink(state, archive);
    case "consumer":
      return signStoreLink(state, origin, archive, archive.createdMs + DAY_MS);
    default:
      return "";
  }
}
