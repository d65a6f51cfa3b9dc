/** Time as the run sees it. A port, so that a test or a simulation can own it. */
export interface Clock {
  /** The present moment in milliseconds since 1970. */
  now(): number;
  /** Resolves after so many milliseconds. */
  sleep(durationMs: number): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (durationMs) => new Promise((resolve) => setTimeout(resolve, durationMs)),
};
