import type { Clock } from "../clock";
import { quote } from "../outside-text";
import { Misfit, match, type Shape } from "../shape";
import type { ApiKeySource } from "./api-key";
import { PortalError } from "./portal-error";
import { describeRequest, type PortalAnswer, type PortalRequest, sendRequest } from "./portal-http";
import { retry } from "./retry";

/** How long and how often a request is tried. */
interface Patience {
  /** When the budget ends, in milliseconds since 1970. */
  readonly untilMs: number;
  /** Which errors are worth another attempt. */
  readonly worthwhile: (error: PortalError) => boolean;
  /** The longest that one attempt may take. @default 10 s */
  readonly attemptMs?: number;
}

/** What was read of an answer. */
export interface Reading<Value> {
  readonly value: Value;
  /** The portal's own clock, in milliseconds since 1970. */
  readonly portalTimeMs: number | undefined;
}

/**
 * Requests to a portal's API, with its key: sent, repeated where that is worthwhile, and read into exact types.
 * @throws {@link PortalError} when that brought no answer; and what {@link ApiKeySource} throws
 */
export class PortalCalls {
  readonly portalUrl: string;
  readonly keys: ApiKeySource;
  readonly clock: Clock;
  readonly #random: () => number;

  constructor(portalUrl: string, keys: ApiKeySource, clock: Clock, random: () => number) {
    this.portalUrl = portalUrl;
    this.keys = keys;
    this.clock = clock;
    this.#random = random;
  }

  /** Asks until `untilMs` (in milliseconds since 1970) for what changes nothing. */
  get<Value>(
    path: string,
    shape: Shape<Value>,
    untilMs: number,
    attemptMs?: number,
  ): Promise<Reading<Value>> {
    const worthwhile = (error: PortalError) => error.mayPass;
    return this.repeat({ method: "GET", path }, shape, { untilMs, worthwhile, attemptMs });
  }

  /** Asks likewise, without the key: for what the portal tells anybody. */
  async getOpenly<Value>(path: string, shape: Shape<Value>, untilMs: number): Promise<Value> {
    const request: PortalRequest = { method: "GET", path };
    const worthwhile = (error: PortalError) => error.mayPass;
    return await this.#try({ untilMs, worthwhile }, async (timeoutMs) => {
      const { response } = await sendRequest(this.portalUrl, undefined, request, timeoutMs);
      return read(shape, response, request);
    });
  }

  /** Sends and reads, again and again while it is worthwhile: an answer of the wrong shape may be right the next time. */
  repeat<Value>(request: PortalRequest, shape: Shape<Value>, patience: Patience): Promise<Reading<Value>> {
    return this.#try(patience, async (timeoutMs) => {
      const { response, portalTimeMs } = await this.#send(request, timeoutMs);
      return { value: read(shape, response, request), portalTimeMs };
    });
  }

  #try<Result>(patience: Patience, attempt: (timeoutMs: number) => Promise<Result>): Promise<Result> {
    return retry({ clock: this.clock, random: this.#random, ...patience }, attempt);
  }

  /** Sends with the key; after a 401 once more if the secret holds another key by now. */
  async #send(request: PortalRequest, timeoutMs: number): Promise<PortalAnswer> {
    const untilMs = this.clock.now() + timeoutMs;
    const key = await this.keys.read(untilMs);
    try {
      return await sendRequest(this.portalUrl, key, request, timeoutMs);
    } catch (error) {
      const changed =
        error instanceof PortalError && error.status === 401
          ? await this.keys.readChanged(key, untilMs)
          : undefined;
      if (changed === undefined) throw error;
      return await sendRequest(this.portalUrl, changed, request, Math.max(1, untilMs - this.clock.now()));
    }
  }
}

/** @throws {@link PortalError} naming the field that is not as expected */
function read<Value>(wanted: Shape<Value>, response: unknown, request: PortalRequest): Value {
  const value = match(wanted, response, "response");
  if (!(value instanceof Misfit)) return value;
  const { path, expected, found } = value;
  const said = quote(`"${path}" should be ${expected}, not ${found}`);
  throw new PortalError(describeRequest(request), { kind: "unreadable", said });
}
