import type { JobPhase } from "../portal/answers";
import type { Foresight } from "./foresight";
import type { Outcome, Problem, Verified } from "./outcome";

/** Changes with the shape of {@link Run}: a run of another version is not touched. */
export const runVersion = 1;

/** One wanted backup, from the claim to its report. Plain data: what a run knows must survive its process. */
export interface Run {
  readonly version: typeof runVersion;
  /** The scheduled time of a scheduled run; time and request id of a manual one. */
  readonly id: string;
  readonly trigger: "schedule" | "manual";
  /** When this run was claimed, in milliseconds since 1970. */
  readonly startedAtMs: number;
  /** How many wake-ups have gone on with it. */
  readonly hop: number;
  /** When somebody goes on with it at the latest, in milliseconds since 1970; nobody did if that is long past. */
  readonly dueMs: number;
  /** What happened on the way and belongs in the report. */
  readonly notes: readonly Note[];
  /** What may keep the next backups from being made; absent before the portal told. */
  readonly foresight?: Foresight;
  /** Older backups that were deleted after this one was verified. */
  readonly deleted?: readonly OldBackup[];
  readonly stage: Stage;
}

export type Note =
  /** The report may have been sent before: the invocation that sent it ended before it could say so. */
  | { readonly kind: "maybe-repeated" }
  /** No wake-up could be armed: this run could be watched for one invocation only. */
  | { readonly kind: "unarmed" }
  /** The ledger could not be written on the way: a later invocation may not know of this report. */
  | { readonly kind: "unsaved" }
  /** The wake-ups of this run were lost; another run found it. */
  | { readonly kind: "found-overdue" }
  /** A backup was running already; this run followed it instead of asking for another. */
  | { readonly kind: "joined" }
  /** Likewise, but it went to another storage than is wanted; this run's own came after it. */
  | { readonly kind: "joined-other-storage"; readonly storageType: string }
  /** The portal answered the request with a backup that had come some way already: it may be somebody else's. */
  | { readonly kind: "maybe-joined" }
  /** The request for the backup was not answered readably; its job was found by looking. */
  | { readonly kind: "start-unanswered"; readonly said: string };

/**
 * Where a run stands. Each stage is saved before the act that it names, so that whoever enters the run anew knows
 * what may have happened.
 */
export type Stage = Claimed | Posting | Following | CleaningUp | Reporting;

/** Nothing was asked of the portal yet. */
export interface Claimed {
  readonly name: "claimed";
  /** Why the portal cannot be looked at. */
  readonly trouble?: LastingTrouble;
}

/** The backup is being asked for: the request may have left, and is never sent again from this stage. */
export interface Posting {
  readonly name: "posting";
  /** When the request was about to leave, in milliseconds since 1970. */
  readonly atMs: number;
  /** The job that the slot showed before it. */
  readonly taskIdBefore?: string;
  /** The portal's own clock before it, in milliseconds since 1970. */
  readonly portalTimeMs?: number;
  /** What came back instead of a job. */
  readonly said?: string;
  readonly httpStatus?: number;
  /** When the history was searched last, in milliseconds since 1970. */
  readonly historyAtMs?: number;
}

/** A job is known and followed to its end. */
export interface Following {
  readonly name: "following";
  readonly taskId: string;
  /** Since when, in milliseconds since 1970. */
  readonly sinceMs: number;
  readonly progressPercent: number;
  /** When the progress changed last, in milliseconds since 1970. */
  readonly progressAtMs: number;
  /** What the job was doing at the last look. */
  readonly phase: JobPhase;
  /** When the job was first seen neither running nor in the history, in milliseconds since 1970. */
  readonly absentSinceMs?: number;
  readonly trouble?: LastingTrouble;
}

/** The backup is verified, and older ones are being deleted: these, and never others in their place. */
export interface CleaningUp extends Omit<Reporting, "name" | "outcome"> {
  readonly name: "cleaning-up";
  readonly outcome: Verified;
  readonly planned: readonly OldBackup[];
}

/** A backup that the portal had. */
export interface OldBackup {
  readonly id: string;
  /** A quote. */
  readonly fileName: string;
}

/** All is known; the report is being sent. */
export interface Reporting {
  readonly name: "reporting";
  readonly outcome: Outcome;
  /** When the outcome was known, in milliseconds since 1970. */
  readonly endedAtMs: number;
  /** The job that was followed, where there was one. */
  readonly taskId?: string;
}

/**
 * How long the backup of a run took, in milliseconds; undefined where the run cannot tell, because it followed somebody else's
 * from somewhere in the middle, or was found long after its end.
 */
export function readDurationMs(
  startedAtMs: number,
  endedAtMs: number,
  notes: readonly Note[],
): number | undefined {
  const isUntold = notes.some(({ kind }) => kind === "joined" || kind === "found-overdue");
  return isUntold ? undefined : endedAtMs - startedAtMs;
}

/** Whether it is certain that this run asked for the backup that it followed: only then it is this stack's to delete. */
export function isOwn(notes: readonly Note[]): boolean {
  return !notes.some(({ kind }) => ["joined", "maybe-joined", "start-unanswered"].includes(kind));
}

/** A run of which all is known. */
export type EndedRun = Run & { readonly stage: Reporting };

/** Something that keeps the run from seeing how things stand, and may pass. */
export interface LastingTrouble {
  /** In milliseconds since 1970. */
  readonly sinceMs: number;
  readonly problem: Problem;
}

/** A run that begins. */
export function beginRun(fields: Pick<Run, "id" | "trigger" | "startedAtMs" | "dueMs">): Run {
  return { version: runVersion, ...fields, hop: 0, notes: [], stage: { name: "claimed" } };
}

/** The run with a note; each kind is noted once. */
export function addNote(run: Run, note: Note): Run {
  return hasNote(run, note.kind) ? run : { ...run, notes: [...run.notes, note] };
}

/** Whether there is a note of that kind. */
export function hasNote(run: Run, kind: Note["kind"]): boolean {
  return run.notes.some((note) => note.kind === kind);
}
