interface Appointment {
  readonly atMs: number;
  readonly act: () => void;
}

/** What is to be done at which moment, in virtual milliseconds since 1970. */
export class Appointments {
  readonly #pending = new Set<Appointment>();

  /** Adds one; the answer takes it out again and says whether it was still there. */
  add(atMs: number, act: () => void): () => boolean {
    const appointment: Appointment = { atMs, act };
    this.#pending.add(appointment);
    return () => this.#pending.delete(appointment);
  }

  /** When the next one is due; `undefined` if there is none. */
  nextMs(): number | undefined {
    if (this.#pending.size === 0) return undefined;
    return Math.min(...Array.from(this.#pending, ({ atMs }) => atMs));
  }

  /** What is due by now, the earliest first. Each answer does it once, unless it was taken out meanwhile. */
  takeDue(nowMs: number): readonly (() => void)[] {
    const due = [...this.#pending].filter(({ atMs }) => atMs <= nowMs).sort((a, b) => a.atMs - b.atMs);
    return due.map((appointment) => () => {
      if (this.#pending.delete(appointment)) appointment.act();
    });
  }

  clear(): void {
    this.#pending.clear();
  }
}
