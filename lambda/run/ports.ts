import type { Clock } from "../clock";
import type { ApiKeySource } from "../portal/api-key";
import type { PortalClient } from "../portal/portal-client";
import type { Run } from "./run";

/** The portal, as a run sees it. */
export type Portal = Pick<PortalClient, "look" | "start" | "history" | "myDocumentsFolderId" | "listFiles">;

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

/** What is remembered of runs. */
export interface Ledger {
  /** Makes `run` the one active run. */
  claim(run: Run): Promise<Claim>;
  /** Writes down where the active run stands. */
  save(run: Run): Promise<void>;
  /** Records how the run ended and makes room for the next. */
  finish(run: Run): Promise<void>;
}

export type Claim =
  | { readonly kind: "claimed" }
  /** This very run is active or has ended: the event was delivered twice. */
  | { readonly kind: "duplicate" }
  /** Another run is being followed. */
  | { readonly kind: "occupied"; readonly by: string };

/** What calls the function again later, to go on with a run that takes longer than one invocation. */
export interface WakeUps {
  /** Resolves with whether somebody will. */
  arm(runId: string, dueMs: number): Promise<boolean>;
}

/** Writes one line to the function's log: what happened, and the facts of it. */
export type Log = (happening: string, facts: Readonly<Record<string, unknown>>) => void;

export interface Ports {
  readonly portal: Portal;
  readonly keys: ApiKeySource;
  readonly clock: Clock;
  readonly mailer: Mailer;
  readonly ledger: Ledger;
  readonly wakeUps: WakeUps;
  readonly log: Log;
}
