import type { InvocationResult } from "../runtime/invocation";
import { findMemoryMb } from "./readable-log";

type Failed = Extract<InvocationResult, { readonly outcome: "failed" }>;

/** Says in a sentence what a function failed of: where it broke off, in other words than Lambda's. */
export function describeFailure({ errorType, errorMessage, durationMs, logLines }: Failed): string {
  switch (errorType) {
    case "Sandbox.Timedout": {
      const seconds = /after ([\d.]+) seconds/.exec(errorMessage)?.[1] ?? durationMs / 1000;
      return `Lambda ended the function after ${Number(seconds)} s.`;
    }
    case "Runtime.OutOfMemory": {
      const memoryMb = findMemoryMb(logLines);
      return `The function needed more than its ${memoryMb === undefined ? "memory" : `${memoryMb} MB`}.`;
    }
    default:
      // It takes no time at all only where the function was never handed its event.
      return durationMs === 0
        ? `The function could not be loaded: ${errorMessage}`
        : `The function failed: ${errorMessage}`;
  }
}
