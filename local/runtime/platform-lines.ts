import type { InvocationReport } from "./invocation";

/** The line that Lambda logs when it hands over an event. */
export function formatStart(nowMs: number, requestId: string): string {
  return formatLine(nowMs, "platform.start", { requestId, version: "$LATEST" });
}

/**
 * The lines that Lambda logs when an invocation is over.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html
 */
export function formatEnd(nowMs: number, memoryMb: number, result: InvocationReport): string[] {
  const { requestId, durationMs, billedDurationMs, initDurationMs, maxMemoryBytes } = result;
  const verdict = describeVerdict(result);
  const metrics = {
    durationMs,
    billedDurationMs,
    memorySizeMB: memoryMb,
    maxMemoryUsedMB: Math.ceil(maxMemoryBytes / 2 ** 20),
    initDurationMs,
  };
  return [
    formatLine(nowMs, "platform.runtimeDone", { requestId, ...verdict, metrics: { durationMs } }),
    formatLine(nowMs, "platform.report", { requestId, ...verdict, metrics }),
  ];
}

function describeVerdict(result: InvocationReport): { status: string; errorType?: string } {
  if (result.outcome === "succeeded") return { status: "success" };
  return {
    status: result.errorType === "Sandbox.Timedout" ? "timeout" : "error",
    errorType: result.errorType,
  };
}

function formatLine(nowMs: number, type: string, record: object): string {
  return JSON.stringify({ time: new Date(nowMs).toISOString(), type, record });
}
