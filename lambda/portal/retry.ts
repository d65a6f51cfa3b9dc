import type { Clock } from "../clock";
import { PortalError } from "./portal-error";

/** One attempt may not eat the whole budget: a proxy that hangs once often answers the next time. */
const attemptMs = 10_000;
const firstPauseMs = 500;
const longestPauseMs = 8_000;
/** An attempt with less time than this is not worth its request. */
const shortestAttemptMs = 500;

export interface RetryOptions {
  readonly clock: Clock;
  /** A number in [0, 1), for the jitter. */
  readonly random: () => number;
  /** When the budget ends, in milliseconds since 1970. */
  readonly untilMs: number;
  /** The longest that one attempt may take. @default 10 s */
  readonly attemptMs?: number;
  /** Which errors are worth another attempt. */
  readonly worthwhile: (error: PortalError) => boolean;
}

/**
 * Tries until it succeeds, the error is final, or the budget is spent; pauses grow, with full jitter, and a
 * `Retry-After` is honoured. No attempt outlives the budget.
 * @throws the last attempt's error
 */
export async function retry<Result>(
  options: RetryOptions,
  attempt: (timeoutMs: number) => Promise<Result>,
): Promise<Result> {
  const { clock, random, untilMs } = options;
  for (let pauses = 0; ; pauses++) {
    try {
      return await attempt(Math.max(1, Math.min(options.attemptMs ?? attemptMs, untilMs - clock.now())));
    } catch (error) {
      if (!(error instanceof PortalError && options.worthwhile(error))) throw error;
      const askedMs = (error.trouble.kind === "rate-limited" && error.trouble.retryAfterMs) || 0;
      const ownMs = Math.min(longestPauseMs, firstPauseMs * 2 ** pauses) * (0.5 + random() / 2);
      const pauseMs = Math.max(askedMs, ownMs);
      if (clock.now() + pauseMs + shortestAttemptMs > untilMs) throw error;
      await clock.sleep(pauseMs);
    }
  }
}
