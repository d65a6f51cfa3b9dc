import { readMachineMs } from "./machine-time";

/** A child's own view of the virtual time: the machine's time plus an offset that only ever grows. */
export class VirtualTime {
  #offsetMs: number;

  constructor(offsetMs: number) {
    this.#offsetMs = offsetMs;
  }

  /** The present moment in milliseconds since 1970, with fractions. */
  now(): number {
    return readMachineMs() + this.#offsetMs;
  }

  /** Takes a new offset from the parent. */
  shift(offsetMs: number): void {
    this.#offsetMs = Math.max(this.#offsetMs, offsetMs);
  }
}
