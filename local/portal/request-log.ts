import type { IncomingHttpHeaders } from "node:http";
import type { ApiRequest } from "./call";

/** A request that reached the portal, or the weather before it. */
export interface LoggedRequest {
  readonly atMs: number;
  readonly method: string;
  readonly path: string;
  /** With its question mark, or `""`. */
  readonly search: string;
  readonly body: string;
  /** All headers but `authorization`. */
  readonly headers: Readonly<Record<string, string>>;
  readonly authorization: string | undefined;
  /** Absent while, or if, it is not answered. */
  readonly status?: number;
}

/** What was asked of the portal, and those who want to hear of it. */
export class RequestLog {
  readonly #entries: LoggedRequest[] = [];
  readonly #listeners = new Set<(request: LoggedRequest) => void>();

  /** Oldest first. */
  get entries(): readonly LoggedRequest[] {
    return this.#entries;
  }

  clear(): void {
    this.#entries.length = 0;
  }

  /** Calls `listener` with each request that is over; the answer ends that. */
  subscribe(listener: (request: LoggedRequest) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Notes a request as it arrives; what it answers is called with the status, if any, once the exchange is over. */
  open(request: ApiRequest, headers: IncomingHttpHeaders, atMs: number): (status?: number) => void {
    const { method, path, search, body, authorization } = request;
    const entry: { status?: number } & LoggedRequest = {
      atMs,
      method,
      path,
      search,
      body,
      headers: withoutAuthorization(headers),
      authorization,
    };
    this.#entries.push(entry);
    return (status) => {
      entry.status = status;
      for (const listener of this.#listeners) {
        listener(entry);
      }
    };
  }
}

function withoutAuthorization(headers: IncomingHttpHeaders): Record<string, string> {
  const others = Object.entries(headers).filter(([name]) => name !== "authorization");
  return Object.fromEntries(others.map(([name, value]) => [name, String(value)]));
}
