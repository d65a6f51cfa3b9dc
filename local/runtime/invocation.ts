/** What became of one invocation, as Lambda would tell its caller. */
export type InvocationOutcome =
  | { readonly outcome: "succeeded"; readonly payload: unknown }
  | { readonly outcome: "failed"; readonly errorType: string; readonly errorMessage: string };

/** One invocation after its end, but for what it logged. */
export type InvocationReport = InvocationOutcome & {
  readonly requestId: string;
  /** The environment's log stream, `2026/03/01/[$LATEST]…`. */
  readonly logStreamName: string;
  /** From the delivery of the event to the answer, in milliseconds of the clock. */
  readonly durationMs: number;
  /** Whole milliseconds that Lambda would bill: a cold start's initialisation is among them. */
  readonly billedDurationMs: number;
  /** What a cold start took from the start of the process until it asked for an event; absent if it was warm. */
  readonly initDurationMs?: number;
  /** The environment's peak of resident memory so far; 0 if it ended before it could be read. */
  readonly maxMemoryBytes: number;
};

/** One invocation after its end. */
export type InvocationResult = InvocationReport & {
  /** Everything that was written to standard output and standard error, and Lambda's own lines. */
  readonly logLines: readonly string[];
};

/** An event on its way to the function. */
export interface Invocation {
  readonly requestId: string;
  readonly event: unknown;
}
