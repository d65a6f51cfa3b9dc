/** How long the slot shows a job that has not changed. */
const SHOWN_FOR_MS = 24 * 60 * 60 * 1000;
/** The archive and its history record are there this long before the job says that it is complete. */
const RECORD_LEAD_MS = 2_000;
/** A job says `isCompleted` with status "running" for this long, and "completed" only then. */
const SETTLING_MS = 1_000;
/** A cancelled job is out of sight until its worker publishes it again. */
const REPUBLISHED_AFTER_MS = 2_000;

export const JobStatus = { created: 0, running: 1, completed: 2, canceled: 3, failed: 4 } as const;
export type JobStatus = (typeof JobStatus)[keyof typeof JobStatus];

/** How a job ends. Each `afterMs` counts from the job's start; without one, the end is at the plan's `durationMs`. */
export type JobEnding =
  | { readonly kind: "completed"; readonly warning?: string }
  | { readonly kind: "completed-without-record" }
  /** Saved and recorded; then charging or notifying failed. */
  | { readonly kind: "failed-late"; readonly error: string }
  | { readonly kind: "failed"; readonly error: string; readonly afterMs: number }
  /** Failed before the job proper: it never says `isCompleted`. */
  | { readonly kind: "failed-before-start"; readonly error: string; readonly afterMs: number }
  | { readonly kind: "cancelled"; readonly afterMs: number }
  /** The worker was restarted. */
  | { readonly kind: "vanished"; readonly afterMs: number }
  /** The worker crashed: the last progress stands still. */
  | { readonly kind: "frozen"; readonly afterMs: number }
  /** No worker took it from the queue. */
  | { readonly kind: "never-picked-up" };

export interface JobPlan {
  /** How long an undisturbed run takes; it sets the pace of the progress. */
  readonly durationMs: number;
  /** How long the job waits in the queue, as "created". */
  readonly pickUpMs: number;
  readonly sizeBytes: number;
  readonly ending: JobEnding;
}

/** Where a job puts its archive. `number` is the API's value of the storage type. */
export type JobStorage =
  | { readonly kind: "documents"; readonly number: 0; readonly folderId: number }
  | { readonly kind: "third-party-documents"; readonly number: 1; readonly folderId: string }
  | { readonly kind: "local"; readonly number: 3; readonly filePath: string }
  | { readonly kind: "data-store"; readonly number: 4 }
  | { readonly kind: "consumer"; readonly number: 5; readonly module: string }
  | { readonly kind: "unusable"; readonly number: number };

export interface Job {
  readonly id: string;
  readonly startedMs: number;
  readonly storage: JobStorage;
  readonly dump: boolean;
  plan: JobPlan;
  /** More than 1 when it was started again while it still waited in the queue. */
  enqueuedTimes: number;
  /** Set once its archive has been saved. */
  archiveId?: number;
  /** Cleared out of the slot. */
  removed: boolean;
}

/** What the slot tells about a job at one moment. `error` is `""` when there is none. */
export interface JobView {
  readonly isCompleted: boolean;
  readonly progressPercent: number;
  readonly error: string;
  readonly warning?: string;
  readonly status: JobStatus;
}

/** What a job leaves behind, and when. */
export interface JobProduct {
  readonly savedMs: number;
  readonly sizeBytes: number;
  readonly recorded: boolean;
}

/** What the slot shows of `job`; nothing once it has vanished, was cleared or is older than a day. */
export function viewJob(job: Job, nowMs: number): JobView | undefined {
  const elapsedMs = nowMs - job.startedMs;
  const endedForMs = elapsedMs - endAfterMs(job.plan);
  const unchangedForMs = endedForMs < 0 ? elapsedMs : endedForMs;
  if (job.removed || unchangedForMs >= SHOWN_FOR_MS) {
    return undefined;
  }
  return endedForMs < 0 ? viewUnfinished(job.plan, elapsedMs) : viewEnded(job.plan, endedForMs);
}

/** Whether nothing more will come of a job that looks like this. */
export function isTerminal(view: JobView): boolean {
  return view.isCompleted || view.error !== "" || view.status > JobStatus.completed;
}

/** What `job` leaves behind by itself: an archive, with or without a history record, or nothing. */
export function foreseeProduct({ plan, startedMs, storage }: Job): JobProduct | undefined {
  const { ending, sizeBytes } = plan;
  switch (ending.kind) {
    case "completed":
    case "failed-late":
      return { savedMs: startedMs + plan.durationMs - RECORD_LEAD_MS, sizeBytes, recorded: true };
    case "completed-without-record":
      return { savedMs: startedMs + plan.durationMs - RECORD_LEAD_MS, sizeBytes, recorded: false };
    case "failed":
      return storage.kind === "documents"
        ? { savedMs: startedMs + ending.afterMs, sizeBytes: Math.floor(sizeBytes / 2), recorded: false }
        : undefined;
    default:
      return undefined;
  }
}

/** Cancels a live job; a finished or frozen one is cleared out of the slot. */
export function cancelJob(job: Job, nowMs: number): void {
  const afterMs = nowMs - job.startedMs;
  if (afterMs < endAfterMs(job.plan)) {
    job.plan = { ...job.plan, ending: { kind: "cancelled", afterMs } };
  } else {
    job.removed = true;
  }
}

function endAfterMs({ ending, durationMs }: JobPlan): number {
  if (ending.kind === "never-picked-up") {
    return 0;
  }
  return "afterMs" in ending ? ending.afterMs : durationMs;
}

function viewUnfinished(plan: JobPlan, elapsedMs: number): JobView {
  const workedMs = elapsedMs - plan.pickUpMs;
  if (workedMs < 0) {
    return { isCompleted: false, progressPercent: 0, error: "", status: JobStatus.created };
  }
  const neededMs = Math.max(1, plan.durationMs - RECORD_LEAD_MS - plan.pickUpMs);
  const progressPercent = Math.min(100, Math.floor((100 * workedMs) / neededMs));
  return { isCompleted: false, progressPercent, error: "", status: JobStatus.running };
}

function viewEnded(plan: JobPlan, endedForMs: number): JobView | undefined {
  const { ending } = plan;
  const last = viewUnfinished(plan, endAfterMs(plan));
  const settling = endedForMs < SETTLING_MS;
  const complete = { ...last, isCompleted: true, status: settling ? JobStatus.running : JobStatus.completed };
  switch (ending.kind) {
    case "completed":
      return { ...complete, warning: ending.warning };
    case "completed-without-record":
      return complete;
    case "failed-late":
      return { ...complete, error: settling ? "" : ending.error };
    case "failed":
      return { ...last, isCompleted: true, error: ending.error, status: JobStatus.completed };
    case "failed-before-start":
      return { ...last, progressPercent: 0, error: ending.error, status: JobStatus.failed };
    case "cancelled":
      return endedForMs < REPUBLISHED_AFTER_MS
        ? undefined
        : { ...last, isCompleted: true, warning: "The backup was canceled.", status: JobStatus.canceled };
    case "vanished":
      return undefined;
    case "frozen":
      return last;
    case "never-picked-up":
      return { ...last, progressPercent: 0, status: JobStatus.created };
  }
}
