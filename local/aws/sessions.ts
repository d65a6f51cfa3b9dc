import { randomBytes } from "node:crypto";
import type { Principal } from "./iam";

/** Credentials of a role's session, as Lambda puts them into a function's environment. */
export interface SessionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** A session and what it signs with. */
export interface Session {
  readonly principal: Principal;
  readonly credentials: SessionCredentials;
}

/** The sessions that are open, as AWS's Security Token Service knows them. */
export class SessionStore {
  readonly #sessions = new Map<string, Session>();

  /** Makes credentials for a session. They hold as long as the store. */
  open(principal: Principal): SessionCredentials {
    const credentials = {
      accessKeyId: `ASIA${randomBytes(8).toString("hex").toUpperCase()}`,
      secretAccessKey: randomBytes(30).toString("base64"),
      sessionToken: randomBytes(96).toString("base64"),
    };
    this.#sessions.set(credentials.accessKeyId, { principal, credentials });
    return credentials;
  }

  /** Whose access key this is; undefined if nobody's. */
  find(accessKeyId: string): Session | undefined {
    return this.#sessions.get(accessKeyId);
  }
}
