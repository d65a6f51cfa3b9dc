import type { ChildProcess } from "node:child_process";

/** The rehearsal's time. All stand-ins take it from here and never from `Date` or the global timers. */
export interface Clock {
  /** The present moment in milliseconds since 1970. */
  now(): number;
  /** Calls `act` once, when `now()` has reached `atMs`; the answer cancels it. */
  at(atMs: number, act: () => void): () => void;
  /**
   * Says that a stand-in keeps an HTTP request waiting on purpose, so that time may pass meanwhile.
   * The answer says that the waiting is over; call it before the first byte of the response is sent, or when
   * the caller has hung up. Calling it again does nothing.
   */
  hold(): () => void;
}

/** What a Node process must be started with to live by a clock. */
export interface ClockStartup {
  /** Arguments for `node` itself, ahead of the program's name. */
  readonly nodeArguments: readonly string[];
  /** Variables that are gone again before the program's first line runs. */
  readonly environment: Readonly<Record<string, string>>;
}

/** A clock by which child processes can live too. */
export interface SharedClock extends Clock {
  /** What a child process must be started with, at once: it names the present moment. */
  startup(): ClockStartup;
  /** Takes in a child that was started with {@link startup} and an IPC channel; it leaves when it ends. */
  join(child: ChildProcess): void;
}
