interface Happening {
  readonly atMs: number;
  readonly order: number;
  readonly act: () => void;
}

/** Simulated time: things happen one after the other, each when it is due, and nothing takes any real time. */
export class Timeline {
  #nowMs: number;
  #order = 0;
  readonly #due: Happening[] = [];

  constructor(startMs: number) {
    this.#nowMs = startMs;
  }

  get nowMs(): number {
    return this.#nowMs;
  }

  /** Lets something happen at a moment, or at once if that has passed. */
  at(atMs: number, act: () => void): void {
    const happening = { atMs: Math.max(atMs, this.#nowMs), order: this.#order++, act };
    let index = this.#due.length;
    while (index > 0 && isBefore(happening, this.#due[index - 1])) index--;
    this.#due.splice(index, 0, happening);
  }

  sleep(durationMs: number): Promise<void> {
    return new Promise((resolve) => this.at(this.#nowMs + durationMs, resolve));
  }

  /** Lives until a moment, or until nothing is due any more before it. */
  async liveUntil(untilMs: number): Promise<void> {
    for (;;) {
      // Everything that has been set in motion comes to its next wait.
      await new Promise(setImmediate);
      const next = this.#due[0];
      if (next === undefined || next.atMs > untilMs) break;
      this.#due.shift();
      this.#nowMs = next.atMs;
      next.act();
    }
    this.#nowMs = Math.max(this.#nowMs, untilMs);
  }
}

function isBefore(one: Happening, other: Happening | undefined): boolean {
  return (
    other !== undefined && (one.atMs < other.atMs || (one.atMs === other.atMs && one.order < other.order))
  );
}
