import type { Answer } from "./answer";
import type { ApiRequest } from "./call";

/** Whether the portal carries out a disturbed request, and when. */
export type Processing = "never" | "at-once" | { readonly afterMs: number };

/** What happens to a request on its way. */
export type Disturbance =
  /** Carried out at once, answered late. */
  | { readonly kind: "slow"; readonly byMs: number }
  /** Carried out at once; half of the answer arrives at once, the other half late. */
  | { readonly kind: "slow-body"; readonly byMs: number }
  /** Carried out at once; the connection is closed after half of the answer. */
  | { readonly kind: "torn" }
  /** Carried out at once; what arrives is another answer. */
  | { readonly kind: "altered"; readonly alter: (answer: Answer) => Answer }
  /** Somebody in front of the portal answers. */
  | { readonly kind: "page"; readonly page: Answer; readonly processing: Processing }
  /** Never answered. */
  | { readonly kind: "silence"; readonly processing: Processing }
  /** The connection is reset. */
  | { readonly kind: "reset"; readonly processing: Processing };

/** A disturbance, whom it meets and how long it lasts. */
export interface Weather {
  /** Any request if left out; `path` is what the request's path must contain, or match. */
  readonly meets?: { readonly method?: string; readonly path?: string | RegExp };
  readonly lasts:
    | "always"
    | { readonly requests: number }
    /** Counted from the first request that it meets. */
    | { readonly sinceFirstMs: number }
    | { readonly fromMs: number; readonly untilMs: number };
  readonly disturbance: Disturbance;
}

/** The weather between callers and portal: the first that applies to a request disturbs it. */
export class Sky {
  readonly #fronts: { weather: Weather; met: number; firstMs?: number }[] = [];

  /** How many requests were disturbed by the weather that there is. */
  get met(): number {
    return this.#fronts.reduce((sum, { met }) => sum + met, 0);
  }

  add(weather: Weather): void {
    this.#fronts.push({ weather, met: 0 });
  }

  clear(): void {
    this.#fronts.length = 0;
  }

  /** What befalls this request, if anything; a request that it tells about is counted. */
  disturb(request: ApiRequest, nowMs: number): Disturbance | undefined {
    for (const front of this.#fronts) {
      const { meets, lasts, disturbance } = front.weather;
      const firstMs = front.firstMs ?? nowMs;
      if (isMet(request, meets) && isLasting(lasts, front.met, firstMs, nowMs)) {
        front.met += 1;
        front.firstMs = firstMs;
        return disturbance;
      }
    }
    return undefined;
  }
}

/** The page of a proxy whose portal is being worked on. */
export function maintenancePage(status = 502): Answer {
  return {
    status,
    headers: { "content-type": "text/html" },
    body: "<!DOCTYPE html><html><head><title>We will be back soon</title></head><body><h1>Maintenance</h1></body></html>",
  };
}

/** The page of a web server that is no portal, whatever it is asked for. */
export function otherServerPage(): Answer {
  return {
    status: 200,
    headers: { "content-type": "text/html" },
    body: "<!DOCTYPE html><html><head><title>Welcome to nginx!</title></head><body><h1>It works.</h1></body></html>",
  };
}

/** The first half of an answer, which claims to be all of it. */
export function cutInHalf(answer: Answer): Answer {
  const { body } = answer;
  return { ...answer, body: typeof body === "string" ? body.slice(0, body.length / 2) : body };
}

/** The answer of a rate limit; only the daily one says when to come back. */
export function rateLimitAnswer(retryAfterSeconds?: number): Answer {
  const wait: Record<string, string> =
    retryAfterSeconds === undefined ? {} : { "retry-after": String(retryAfterSeconds) };
  return {
    status: 429,
    headers: { "x-ratelimit-limit": "1500", "x-ratelimit-remaining": "0", ...wait },
    body: "",
  };
}

function isMet(request: ApiRequest, { method, path = "" }: NonNullable<Weather["meets"]> = {}): boolean {
  const methodFits = method === undefined || method === request.method;
  const pathFits = path instanceof RegExp ? path.test(request.path) : request.path.includes(path);
  return methodFits && pathFits;
}

function isLasting(lasts: Weather["lasts"], met: number, firstMs: number, nowMs: number): boolean {
  if (lasts === "always") {
    return true;
  }
  if ("requests" in lasts) {
    return met < lasts.requests;
  }
  if ("sinceFirstMs" in lasts) {
    return nowMs - firstMs < lasts.sinceFirstMs;
  }
  return nowMs >= lasts.fromMs && nowMs < lasts.untilMs;
}
