import type { BackupRecord, Job, ListedFile } from "../../lambda/portal/answers";
import type { BackupRequest } from "../../lambda/portal/portal-client";
import { PortalError, type Trouble } from "../../lambda/portal/portal-error";

/** What becomes of a request for a backup. */
export type StartFate =
  /** Accepted and answered. */
  | { readonly kind: "accepted" }
  /** Accepted, at once or later, but not answered as it should be. */
  | { readonly kind: "accepted-unanswered"; readonly afterMs: number; readonly trouble: Trouble }
  /** Not accepted, and it cannot be known. */
  | { readonly kind: "swallowed"; readonly trouble: Trouble }
  /** Certainly not accepted. */
  | { readonly kind: "not-processed"; readonly trouble: Trouble };

/** How a job ends. */
export type JobEnd =
  | { readonly kind: "completed"; readonly warning?: string }
  | { readonly kind: "late-error" }
  | { readonly kind: "failed" }
  | { readonly kind: "cancelled" }
  | { readonly kind: "no-record" }
  | { readonly kind: "vanished" }
  | { readonly kind: "frozen" };

export interface JobPlan {
  readonly durationMs: number;
  readonly end: JobEnd;
}

/** A stretch of time, in milliseconds since 1970, in which something does not answer. */
export interface Outage {
  readonly fromMs: number;
  readonly untilMs: number;
  readonly of: "all" | "history";
  readonly trouble: Trouble;
}

interface SimulatedJob {
  readonly taskId: string;
  readonly startedMs: number;
  readonly plan: JobPlan;
  readonly storageType: BackupRecord["storageType"];
}

/** A portal as a run sees it, with its one slot and its history; time is given to each call. */
export class SimulatedPortal {
  readonly outages: Outage[] = [];
  readonly #jobs: SimulatedJob[] = [];
  #count = 0;

  /** Begins a job, unless one is under way, which is joined then. */
  begin(nowMs: number, plan: JobPlan, storageType: BackupRecord["storageType"] = "Documents"): SimulatedJob {
    const current = this.#jobs.at(-1);
    if (current !== undefined && isUnderWay(current, nowMs)) return current;
    const job = { taskId: `task-${++this.#count}`, startedMs: nowMs, plan, storageType };
    this.#jobs.push(job);
    return job;
  }

  look(nowMs: number): Job | undefined {
    this.#assertWell(nowMs, "all");
    const job = this.#jobs.at(-1);
    return job && showJob(job, nowMs);
  }

  history(nowMs: number): BackupRecord[] {
    this.#assertWell(nowMs, "all");
    this.#assertWell(nowMs, "history");
    return this.#jobs.filter((job) => hasRecord(job, nowMs)).map(describeRecord);
  }

  start(nowMs: number, _request: BackupRequest): void {
    this.#assertWell(nowMs, "all");
  }

  listFiles(nowMs: number, fileName: string): ListedFile[] {
    this.#assertWell(nowMs, "all");
    return [{ title: fileName, sizeBytes: 1_000_000 }];
  }

  myDocuments(nowMs: number): string {
    this.#assertWell(nowMs, "all");
    return "77";
  }

  /** When the youngest job ends, or ended, in milliseconds since 1970. */
  get lastEndMs(): number | undefined {
    const job = this.#jobs.at(-1);
    return job && endMs(job);
  }

  /** How the jobs go that have begun, the oldest first. */
  get plans(): readonly JobPlan[] {
    return this.#jobs.map(({ plan }) => plan);
  }

  /** Whether the portal really has the backup. */
  hasBackup(taskId: string, nowMs: number): boolean {
    return this.#jobs.some((job) => job.taskId === taskId && hasRecord(job, nowMs));
  }

  #assertWell(nowMs: number, of: Outage["of"]): void {
    const outage = this.outages.find((one) => one.of === of && one.fromMs <= nowMs && nowMs < one.untilMs);
    if (outage !== undefined) throw new PortalError(`a ${of} call`, outage.trouble);
  }
}

function endMs({ startedMs, plan }: SimulatedJob): number {
  return startedMs + plan.durationMs;
}

/** A frozen job stays in the slot for a day. */
const frozenMs = 24 * 3_600_000;

function isUnderWay(job: SimulatedJob, nowMs: number): boolean {
  const untilMs = job.plan.end.kind === "frozen" ? endMs(job) + frozenMs : endMs(job);
  return nowMs < untilMs;
}

function hasRecord(job: SimulatedJob, nowMs: number): boolean {
  const { kind } = job.plan.end;
  return nowMs >= endMs(job) && (kind === "completed" || kind === "late-error");
}

function describeRecord(job: SimulatedJob): BackupRecord {
  const { taskId, storageType } = job;
  return { id: taskId, fileName: `${taskId}.tar.gz`, storageType, createdAtMs: endMs(job) };
}

function showJob(job: SimulatedJob, nowMs: number): Job | undefined {
  const { taskId, plan } = job;
  const shown = { taskId, progressPercent: 100, error: "", warning: "" };
  if (nowMs < endMs(job)) {
    const progressPercent = Math.floor((100 * (nowMs - job.startedMs)) / plan.durationMs);
    return { ...shown, phase: "running", progressPercent };
  }
  switch (plan.end.kind) {
    case "completed":
      return { ...shown, phase: "completed", warning: plan.end.warning ?? "" };
    case "no-record":
      return { ...shown, phase: "completed" };
    case "late-error":
      return { ...shown, phase: "failed", error: "the notification failed" };
    case "failed":
      return { ...shown, phase: "failed", error: "no space left" };
    case "cancelled":
      return { ...shown, phase: "cancelled", warning: "cancelled" };
    case "vanished":
      return undefined;
    case "frozen":
      return nowMs < endMs(job) + frozenMs ? { ...shown, phase: "running", progressPercent: 42 } : undefined;
  }
}
