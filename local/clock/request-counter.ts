import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { ClientRequest } from "node:http";

/**
 * Counts this process's HTTP requests that are not over yet, whoever makes them: `fetch` (undici's channels) and
 * `node:http(s)`. One is over when its answer has been read to the end, has failed or was abandoned.
 */
export class RequestCounter {
  readonly #outstanding = new Set<object>();
  readonly #onChange: () => void;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
    subscribe("undici:request:create", this.#begin);
    subscribe("undici:request:trailers", this.#end);
    subscribe("undici:request:error", this.#end);
    subscribe("http.client.request.start", this.#beginNodeRequest);
  }

  /** The number of requests that are under way. */
  get count(): number {
    return this.#outstanding.size;
  }

  /** Stops counting. */
  close(): void {
    unsubscribe("undici:request:create", this.#begin);
    unsubscribe("undici:request:trailers", this.#end);
    unsubscribe("undici:request:error", this.#end);
    unsubscribe("http.client.request.start", this.#beginNodeRequest);
  }

  readonly #begin = (message: unknown): void => {
    const request = requestOf(message);
    if (!request) return;
    this.#outstanding.add(request);
    this.#onChange();
  };

  readonly #end = (message: unknown): void => {
    const request = requestOf(message);
    if (request && this.#outstanding.delete(request)) this.#onChange();
  };

  readonly #beginNodeRequest = (message: unknown): void => {
    const request = requestOf(message);
    if (!(request instanceof ClientRequest)) return;
    this.#begin(message);
    request.once("close", () => this.#end(message));
  };
}

function requestOf(message: unknown): object | undefined {
  if (typeof message !== "object" || message === null || !("request" in message)) return undefined;
  const { request } = message;
  return typeof request === "object" && request !== null ? request : undefined;
}
