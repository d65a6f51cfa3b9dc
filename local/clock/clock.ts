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
