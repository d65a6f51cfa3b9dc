import type { InvocationOutcome } from "./invocation";

/** Why an execution environment is no more. */
export type Ending =
  | { readonly kind: "exited"; readonly exitCode: number }
  | { readonly kind: "killed"; readonly signal: string }
  | { readonly kind: "timed out" }
  | { readonly kind: "out of memory" };

const signalDescriptions: Readonly<Record<string, string>> = {
  SIGABRT: "aborted (core dumped)",
  SIGKILL: "killed",
  SIGSEGV: "segmentation fault (core dumped)",
  SIGTERM: "terminated",
};

/** What Lambda tells the caller whose invocation an environment took along. */
export function describeEnding(ending: Ending, requestId: string, timeoutMs: number): InvocationOutcome {
  const fail = (errorType: string, message: string): InvocationOutcome => ({
    outcome: "failed",
    errorType,
    errorMessage: `RequestId: ${requestId} Error: ${message}`,
  });
  switch (ending.kind) {
    case "timed out":
      return fail("Sandbox.Timedout", `Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`);
    case "out of memory":
      return fail("Runtime.OutOfMemory", "Runtime exited with error: signal: killed");
    case "killed": {
      const signal = signalDescriptions[ending.signal] ?? ending.signal;
      return fail("Runtime.ExitError", `Runtime exited with error: signal: ${signal}`);
    }
    case "exited":
      if (ending.exitCode === 0)
        return fail("Runtime.ExitError", "Runtime exited without providing a reason");
      return fail("Runtime.ExitError", `Runtime exited with error: exit status ${ending.exitCode}`);
  }
}
