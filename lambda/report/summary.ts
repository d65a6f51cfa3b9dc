import type { Status } from "../run/outcome";
import type { Note } from "../run/run";
import { explain } from "./causes";
import type { ReportFacts } from "./facts";

/** The report as data: what the function logs, and returns to whoever invoked it. */
export interface Summary {
  readonly status: Status;
  readonly backup: string;
  readonly portal: string;
  readonly runId: string;
  readonly trigger: "schedule" | "manual";
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** ISO 8601, UTC. */
  readonly endedAt: string;
  /** Absent where the run cannot tell how long the backup took. */
  readonly durationSeconds?: number;
  readonly backupId?: string;
  readonly fileName?: string;
  readonly sizeBytes?: number;
  readonly warnings?: readonly string[];
  readonly problem?: {
    readonly stage: string;
    readonly code: string;
    readonly httpStatus?: number;
    readonly said: string;
    readonly cause: string;
    readonly next: string;
  };
  readonly notes: readonly Note["kind"][];
}

export function summarise(facts: ReportFacts): Summary {
  const { outcome, taskId } = facts;
  return {
    status: facts.status,
    backup: facts.backupName,
    portal: facts.portalUrl,
    runId: facts.runId,
    trigger: facts.trigger,
    startedAt: new Date(facts.startedAtMs).toISOString(),
    endedAt: new Date(facts.endedAtMs).toISOString(),
    ...(facts.durationMs !== undefined && { durationSeconds: Math.round(facts.durationMs / 1000) }),
    ...(taskId === undefined ? {} : { backupId: taskId }),
    ...summariseOutcome(outcome),
    notes: facts.notes.map(({ kind }) => kind),
  };
}

function summariseOutcome(outcome: ReportFacts["outcome"]): Partial<Summary> {
  if (outcome.verdict === "verified") {
    const { fileName, size } = outcome.archive;
    return {
      fileName,
      ...(size.kind === "known" ? { sizeBytes: size.sizeBytes } : {}),
      ...(outcome.warnings.length === 0
        ? {}
        : { warnings: outcome.warnings.map(({ kind, said }) => `${kind}: ${said}`) }),
    };
  }
  const { problem } = outcome;
  const { cause, next } = explain(problem);
  return { problem: { ...problem, cause, next } };
}
