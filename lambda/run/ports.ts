import type { Clock } from "../clock";
import type { ApiKeySource } from "../portal/api-key";
import type { PortalClient } from "../portal/portal-client";
import type { Inspector } from "../portal/portal-inspector";
import type { PastRun } from "./past-run";
import type { EndedRun, Run } from "./run";

/** The portal, as a run sees it. */
export type Portal = Pick<
  PortalClient,
  "deleteBackup" | "history" | "listFiles" | "look" | "measureDownload" | "myDocumentsFolderId" | "start"
>;

export interface Mail {
  /** ASCII, one line. */
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export interface Mailer {
  /** Resolves with the message id once the mail was accepted. */
  send(mail: Mail, untilMs: number): Promise<string>;
}

/** What is remembered of runs. One of them is active at most. */
export interface Ledger {
  /**
   * Makes `run` the active one, in the hands of this invocation.
   * @throws LedgerError
   */
  claim(run: Run): Promise<Claim>;
  /**
   * The active run, in whosever hands it is.
   * @throws LedgerError
   */
  load(): Promise<ActiveRun | undefined>;
  /**
   * Takes the active run into the hands of this invocation, as `run`, unless another did since it was loaded.
   * @throws LedgerError
   */
  take(active: ActiveRun, run: Run): Promise<boolean>;
  /**
   * Writes down where the run stands that is in the hands of this invocation.
   * @throws RunLostError if it is in them no more
   * @throws LedgerError
   */
  save(run: Run): Promise<void>;
  /**
   * Whether the run has ended and was recorded.
   * @throws LedgerError
   */
  isRecorded(runId: string): Promise<boolean>;
  /**
   * Records how the run ended.
   * @throws LedgerError
   */
  record(run: EndedRun): Promise<void>;
  /**
   * Makes room for the next run, if this one is active and still in the hands of this invocation, which may have taken
   * another one into hand as well: one that was forgotten.
   * @throws LedgerError
   */
  release(runId: string): Promise<void>;
  /**
   * The runs that began last and have ended, the newest first, at most `limit`.
   * @throws LedgerError
   */
  lastRuns(limit: number): Promise<PastRun[]>;
}

export type Claim =
  | { readonly kind: "claimed" }
  /** This very run has ended and is recorded: the event was delivered twice. */
  | { readonly kind: "recorded" }
  /** A run, which may be this very one, is active. */
  | { readonly kind: "occupied"; readonly active: ActiveRun };

/** The active run as the ledger has it. */
export interface ActiveRun {
  readonly id: string;
  readonly startedAtMs: number;
  readonly hop: number;
  readonly dueMs: number;
  /** Whose hands it is in. */
  readonly holder: string;
  /** Undefined if another version of this function wrote it in a way that this one does not understand. */
  readonly run: Run | undefined;
}

/** The ledger did not do what it was asked, and it is not known whether it did a part of it. */
export class LedgerError extends Error {
  override name = "LedgerError";
}

/** Another invocation has gone on with the run. This one has to leave it alone at once. */
export class RunLostError extends Error {
  override name = "RunLostError";
  constructor(runId: string) {
    super(`Another invocation has gone on with the run ${runId}.`);
  }
}

/** What calls the function again, to go on with a run that takes longer than one invocation. */
export interface WakeUps {
  /** Sees to it that the function is called for this hop. Resolves with whether somebody will; does not reject. */
  arm(runId: string, hop: number, dueMs: number): Promise<boolean>;
  /** Calls it off, where it was not too late; does not reject. */
  disarm(runId: string, hop: number): Promise<void>;
}

/** Writes one line to the function's log: what happened, and the facts of it. */
export type Log = (happening: string, facts: Readonly<Record<string, unknown>>) => void;

/** What is counted of a report, besides what it says. */
export interface ReportMetrics {
  /** When it was sent or given up, in milliseconds since 1970. */
  readonly atMs: number;
  readonly backupName: string;
  /** Whether its first word is OK or WARNING. */
  readonly verified: boolean;
  readonly durationSeconds: number | undefined;
  /** Undefined where it is not known, or where there is no archive. */
  readonly sizeBytes: number | undefined;
  /** Whether the mailer took it. */
  readonly reportSent: boolean;
}

/** Counts a report, for alarms that need nothing else of this function; does not throw. */
export type WriteMetrics = (metrics: ReportMetrics) => void;

export interface Ports {
  readonly portal: Portal;
  readonly inspector: Inspector;
  readonly keys: ApiKeySource;
  readonly clock: Clock;
  readonly mailer: Mailer;
  readonly ledger: Ledger;
  readonly wakeUps: WakeUps;
  readonly log: Log;
  readonly metrics: WriteMetrics;
}
