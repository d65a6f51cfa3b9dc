import { setImmediate } from "node:timers/promises";
import * as v from "valibot";
import { StandInPortal } from "../../../local/portal/stand-in-portal";
import { ManualClock } from "./manual-clock";

const NOON = "2026-03-10T12:00:00Z";

/** What came back, with its body as text and, where it is JSON, as a value. */
export interface Seen {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: unknown;
  /** The envelope's `response`. */
  readonly response: unknown;
}

/** A stand-in portal, its clock, and a client with the right key. */
export class Visitor {
  readonly clock = new ManualClock(NOON);
  readonly portal = new StandInPortal(this.clock);

  /** A healthy portal at noon. */
  async beginAnew(): Promise<void> {
    this.clock.rewind();
    await this.portal.reset();
  }

  /** A start's body for the key owner's own folder. */
  get documents(): object {
    return {
      storageType: "Documents",
      storageParams: [{ key: "folderId", value: String(this.portal.state.myDocumentsId) }],
      dump: false,
    };
  }

  get(path: string, init: RequestInit = {}): Promise<Seen> {
    return this.#ask(path, init);
  }

  post(path: string, body: unknown, init: RequestInit = {}): Promise<Seen> {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const headers = { "content-type": "application/json", ...init.headers };
    return this.#ask(path, { ...init, method: "POST", body: text, headers });
  }

  start(body: unknown = this.documents, init: RequestInit = {}): Promise<Seen> {
    return this.post("/api/2.0/backup/startbackup", body, init);
  }

  progress(): Promise<Seen> {
    return this.get("/api/2.0/backup/getbackupprogress?dump=false");
  }

  history(): Promise<Seen> {
    return this.get("/api/2.0/backup/getbackuphistory?dump=false");
  }

  /** Whether no connection is made; ones that `fetch` kept from before and finds broken do not count. */
  async isRefused(): Promise<boolean> {
    for (let attempt = 0; attempt < 10; attempt += 1) {
      const reason = await this.progress().then(() => "answered", codeOf);
      if (reason === "answered" || reason === "ECONNREFUSED") {
        return reason === "ECONNREFUSED";
      }
    }
    return false;
  }

  /** Waits, in real time, until `met` is. */
  async until(met: () => boolean): Promise<void> {
    while (!met()) {
      await setImmediate();
    }
  }

  async #ask(path: string, init: RequestInit): Promise<Seen> {
    const authorization = `Bearer ${this.portal.state.key.value}`;
    const answer = await fetch(new URL(path, this.portal.url), {
      redirect: "manual",
      ...init,
      headers: { authorization, ...init.headers },
    });
    const text = await answer.text();
    const json = parse(text);
    return { status: answer.status, headers: answer.headers, text, json, response: responseOf(json) };
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function responseOf(json: unknown): unknown {
  return typeof json === "object" && json !== null && "response" in json ? json.response : undefined;
}

/** `fetch` throws errors of Node's own realm, which are not `instanceof` a test's `Error`. */
function codeOf(error: unknown): string {
  return v.parse(v.object({ cause: v.object({ code: v.string() }) }), error).cause.code;
}
