/** How a run ended. */
export type Outcome =
  | Verified
  /** There is no archive of this run, or none that may be trusted. */
  | { readonly verdict: "failed"; readonly problem: Problem; readonly verification: Verification }
  | Unverified;

/** The archive is in the portal's history and is not empty as far as that can be known. */
export interface Verified {
  readonly verdict: "verified";
  readonly archive: Archive;
  readonly warnings: readonly Warning[];
  readonly verification: Verification;
}

/** How it ended is not known. */
export interface Unverified {
  readonly verdict: "unverified";
  readonly problem: Problem;
  readonly verification: Verification;
}

export const statuses = ["OK", "WARNING", "FAILED", "UNVERIFIED"] as const;

export type Status = (typeof statuses)[number];

/** Whether there is an archive that the portal vouches for. */
export function isVerified({ status }: { readonly status: Status }): boolean {
  return status === "OK" || status === "WARNING";
}

/** The first word of the report. */
export function readStatus(outcome: Outcome): Status {
  if (outcome.verdict === "verified") return outcome.warnings.length === 0 ? "OK" : "WARNING";
  return outcome.verdict === "failed" ? "FAILED" : "UNVERIFIED";
}

export interface Archive {
  /** In lower case; the same as the job's. */
  readonly id: string;
  readonly fileName: string;
  readonly size: ArchiveSize;
}

export type ArchiveSize =
  | { readonly kind: "known"; readonly sizeBytes: number }
  /** `reason` is a clause for the report: "the portal does not tell the size of …". */
  | { readonly kind: "unknown"; readonly reason: string };

/** What speaks against an archive that is there. */
export const archiveWarnings = ["portal-warning", "late-error", "late-cancel", "shrunken-archive"] as const;

/** What may go wrong in the nights to come. */
export const outlookWarnings = ["key-expires", "uncounted", "clean-up-failed"] as const;

/** The archive is there, and something deserves attention. `said` is a quote. */
export interface Warning {
  readonly kind: (typeof archiveWarnings)[number] | (typeof outlookWarnings)[number];
  readonly said: string;
}

/** Whether anything speaks against the archive itself. */
export function isDoubtful(kinds: readonly Warning["kind"][]): boolean {
  return archiveWarnings.some((kind) => kinds.includes(kind));
}

/** Which part of the run failed. */
export const problemStages = ["settings", "key", "ledger", "start", "follow", "verify"] as const;

export type ProblemStage = (typeof problemStages)[number];

export const problemCodes = [
  "configuration-unusable",
  "secret-unreadable",
  "key-placeholder",
  "key-malformed",
  "key-refused",
  "portal-unreachable",
  "portal-unanswered",
  "portal-failing",
  "portal-unreadable",
  "portal-refused",
  "rate-limited",
  "paid-limit",
  "start-unanswered",
  "no-time-left",
  "forgotten",
  "backup-error",
  "cancelled",
  "other-storage",
  "not-picked-up",
  "no-progress",
  "still-running",
  "not-in-history",
  "vanished",
  "replaced",
  "empty-archive",
  "unexpected-error",
  "ledger-unusable",
  "record-unreadable",
] as const;

export type ProblemCode = (typeof problemCodes)[number];

export interface Problem {
  readonly stage: ProblemStage;
  readonly code: ProblemCode;
  /** The HTTP status, where the portal refused. */
  readonly httpStatus?: number;
  /** What the other side said for itself, as a quote; empty when it said nothing. */
  readonly said: string;
}

/** What was proved, question by question. */
export interface Verification {
  /** The portal reports the job as completed. */
  readonly completed: Answer;
  /** The portal's history has the backup: the only proof that there is. */
  readonly inHistory: Answer;
  /** The archive has a size, and it is not 0. */
  readonly notEmpty: Answer;
}

export interface Answer {
  readonly answer: "yes" | "no" | "not checked";
  /** A clause that says why or what was seen; may be empty. */
  readonly because: string;
}

const notReached: Answer = { answer: "not checked", because: "the run did not come that far" };

/** The verification of a run that ended before there was anything to verify. */
export const nothingVerified: Verification = {
  completed: notReached,
  inHistory: notReached,
  notEmpty: notReached,
};
