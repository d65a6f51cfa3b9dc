import type { Clock } from "../clock/clock";

/** Waits by the clock that can all be called off together. */
export class Waits {
  readonly #clock: Clock;
  readonly #callOffs = new Set<() => void>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Resolves with true when the moment has come, and with false as soon as the wait is called off. */
  until(atMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const finish = (isDue: boolean) => {
        this.#callOffs.delete(callOff);
        resolve(isDue);
      };
      const cancel = this.#clock.at(atMs, () => finish(true));
      const callOff = () => {
        cancel();
        finish(false);
      };
      this.#callOffs.add(callOff);
    });
  }

  callOff(): void {
    for (const callOff of [...this.#callOffs]) callOff();
  }
}
