/** What is under way in an account or sure to come, counted so that somebody can wait until nothing is. */
export class Activity {
  readonly #waiting = new Set<() => void>();
  #count = 0;

  /** Notes that something is under way; the answer says that it is over. Calling that again does nothing. */
  begin(): () => void {
    this.#count += 1;
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      this.#count -= 1;
      if (this.#count === 0) this.#tellWaiting();
    };
  }

  /** Resolves when nothing is under way. */
  async whenQuiet(): Promise<void> {
    if (this.#count > 0) await new Promise<void>((resolve) => this.#waiting.add(resolve));
  }

  #tellWaiting(): void {
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }
}
