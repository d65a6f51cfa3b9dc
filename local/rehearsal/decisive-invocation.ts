import type { InvocationResult } from "../runtime/invocation";

/** An invocation that has ended, with when it began and ended, in milliseconds since 1970. */
export interface RecordedInvocation {
  readonly result: InvocationResult;
  readonly startedMs: number;
  readonly endedMs: number;
}

/**
 * Finds the invocation whose outcome is that of the whole night: the one that sent the last mail or, if its process
 * ended before it could say anything, the next one that could; without a mail, the last one. Of two that ran while the
 * mail was sent, the one that failed.
 *
 * @param invocations in the order in which they ended
 * @param mailMs when the last mail was sent
 */
export function findDecisive(
  invocations: readonly RecordedInvocation[],
  mailMs: number | undefined,
): InvocationResult | undefined {
  const last = invocations.at(-1)?.result;
  if (mailMs === undefined) return last;
  const since = invocations.filter(({ endedMs }) => endedMs >= mailMs);
  const speaking = since.filter(({ result }) => !isCrashed(result));
  const reporting = speaking.filter(({ startedMs }) => startedMs <= mailMs).map(({ result }) => result);
  return reporting.find(({ outcome }) => outcome === "failed") ?? reporting[0] ?? speaking[0]?.result ?? last;
}

/** Whether Lambda had to say how an invocation ended, because its process was no more. */
export function isCrashed(result: InvocationResult): boolean {
  return result.outcome === "failed" && /^(?:Runtime|Sandbox)\./.test(result.errorType);
}
