import type { Clock } from "../../../local/clock/clock";

/** A clock that only a test moves. */
export class ManualClock implements Clock {
  readonly #startMs: number;
  #nowMs: number;
  #due: { atMs: number; act: () => void }[] = [];
  /** How many requests are kept waiting on purpose. */
  heldRequests = 0;

  constructor(now: string) {
    this.#startMs = Date.parse(now);
    this.#nowMs = this.#startMs;
  }

  now(): number {
    return this.#nowMs;
  }

  at(atMs: number, act: () => void): () => void {
    const entry = { atMs, act };
    this.#due.push(entry);
    return () => {
      this.#due = this.#due.filter((one) => one !== entry);
    };
  }

  hold(): () => void {
    this.heldRequests += 1;
    let released = false;
    return () => {
      this.heldRequests -= released ? 0 : 1;
      released = true;
    };
  }

  /** How much is still to happen. */
  get pendingActs(): number {
    return this.#due.length;
  }

  /** Back to the beginning, so that each test knows what time it is. */
  rewind(): void {
    this.#nowMs = this.#startMs;
  }

  advance(ms: number): void {
    const untilMs = this.#nowMs + ms;
    for (;;) {
      const [next] = this.#due.filter(({ atMs }) => atMs <= untilMs).sort((a, b) => a.atMs - b.atMs);
      if (next === undefined) {
        break;
      }
      this.#due = this.#due.filter((one) => one !== next);
      this.#nowMs = Math.max(this.#nowMs, next.atMs);
      next.act();
    }
    this.#nowMs = untilMs;
  }
}
