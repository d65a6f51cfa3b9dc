import type { Clock } from "../../../local/clock/clock";

/** A clock that stands still until a test moves it. */
export class ManualClock implements Clock {
  readonly #due: { readonly atMs: number; readonly act: () => void }[] = [];
  #nowMs: number;

  constructor(start: string) {
    this.#nowMs = Date.parse(start);
  }

  now(): number {
    return this.#nowMs;
  }

  at(atMs: number, act: () => void): () => void {
    const entry = { atMs, act };
    this.#due.push(entry);
    return () => {
      const index = this.#due.indexOf(entry);
      if (index >= 0) this.#due.splice(index, 1);
    };
  }

  hold(): () => void {
    return () => undefined;
  }

  /** Moves on to the moment, fires what falls due on the way and lets each thing's consequences happen. */
  async advanceTo(moment: string): Promise<void> {
    const untilMs = Date.parse(moment);
    await settle();
    for (let next = this.#takeDue(untilMs); next !== undefined; next = this.#takeDue(untilMs)) {
      this.#nowMs = Math.max(this.#nowMs, next.atMs);
      next.act();
      await settle();
    }
    this.#nowMs = untilMs;
  }

  #takeDue(untilMs: number) {
    const [first] = this.#due.filter(({ atMs }) => atMs <= untilMs).sort((a, b) => a.atMs - b.atMs);
    if (first !== undefined) this.#due.splice(this.#due.indexOf(first), 1);
    return first;
  }
}

function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
