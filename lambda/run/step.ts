import { ApiKeyError } from "../portal/api-key";
import type { BackupRequest } from "../portal/portal-client";
import { PortalError, type Trouble } from "../portal/portal-error";
import {
  nothingVerified,
  type Outcome,
  type Problem,
  type ProblemCode,
  type ProblemStage,
  type Unverified,
} from "./outcome";
import { LedgerError, type Ports } from "./ports";
import type { EndedRun, LastingTrouble, Run, Stage } from "./run";

/** What a step works with. */
export interface Work {
  readonly ports: Ports;
  /** What every run of this stack asks the portal for. */
  readonly wanted: BackupRequest;
  /** When this invocation will be ended, in milliseconds since 1970. */
  readonly deadlineMs: number;
  /** How many backups of a calendar month, UTC, may be charged. */
  readonly maxPaidBackupsPerMonth: number;
  /** How many verified backups are kept when older ones are deleted; undefined where none are. */
  readonly keepLast: number | undefined;
  /** How long after its begin a run gives up a backup that is still running. */
  readonly giveUpAfterMs: number;
}

/** What a step came to. */
export interface Step {
  /** Where the run stands now. */
  readonly run: Run;
  /** Absent: go on at once. */
  readonly wait?: Wait;
}

/** How long to wait before it is worth going on. */
export interface Wait {
  readonly pauseMs: number;
  /** What is known, for the report of a run that nobody can go on with. */
  readonly otherwise: Outcome;
}

/** The outcome of a run that has no backup. */
export function failed(problem: Problem): Outcome {
  return { verdict: "failed", problem, verification: nothingVerified };
}

/** The outcome of a run whose backup may still be running, or may have ended well. */
export function unverified(problem: Problem): Unverified {
  return { verdict: "unverified", problem, verification: nothingVerified };
}

/** When a step must have ended, in milliseconds since 1970: by its budget, and leaving `reserveMs` to the invocation. */
export function readUntil(work: Work, budgetMs: number, reserveMs: number): number {
  return Math.min(work.ports.clock.now() + budgetMs, work.deadlineMs - reserveMs);
}

/** The run at another stage. */
export function moveTo(run: Run, stage: Stage): Run {
  return { ...run, stage };
}

/** The run at its end. */
export function finish(run: Run, outcome: Outcome, work: Work): EndedRun {
  const { stage } = run;
  const endedAtMs = work.ports.clock.now();
  const taskId = stage.name === "following" ? { taskId: stage.taskId } : {};
  return { ...run, stage: { name: "reporting", outcome, endedAtMs, ...taskId } };
}

/** The step that ends the run. */
export function end(run: Run, outcome: Outcome, work: Work): Step {
  return { run: finish(run, outcome, work) };
}

const codes: Record<Trouble["kind"], ProblemCode> = {
  unreachable: "portal-unreachable",
  unanswered: "portal-unanswered",
  failing: "portal-failing",
  unreadable: "portal-unreadable",
  refused: "portal-refused",
  "rate-limited": "rate-limited",
};

/**
 * Names what an error means for the run, or rethrows what is neither the portal's, the key's nor the ledger's.
 * @param stage what the run was doing
 */
export function readProblem(error: unknown, stage: ProblemStage): Problem {
  if (error instanceof ApiKeyError) return { stage: "key", code: error.problem, said: error.message };
  if (error instanceof LedgerError) return { stage: "ledger", code: "ledger-unusable", said: error.message };
  if (!(error instanceof PortalError)) throw error;
  const { trouble } = error;
  if (!("status" in trouble)) return { stage, code: codes[trouble.kind], said: trouble.said };
  const { status, said } = trouble;
  if (status === 401) return { stage: "key", code: "key-refused", httpStatus: status, said };
  return { stage, code: codes[trouble.kind], httpStatus: status, said };
}

/** Notes a trouble, keeping the moment at which it began. */
export function noteTrouble(
  earlier: LastingTrouble | undefined,
  problem: Problem,
  work: Work,
): LastingTrouble {
  return { sinceMs: earlier?.sinceMs ?? work.ports.clock.now(), problem };
}
