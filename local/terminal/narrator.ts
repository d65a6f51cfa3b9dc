import type { Clock } from "../clock/clock";
import { describeLogLine } from "./log-line";
import type { Screen } from "./screen";

/** Tells what happens, each line with the time of day at which it happens, in the schedule's zone. */
export class Narrator {
  readonly #screen: Screen;
  readonly #clock: Clock;
  readonly #format: Intl.DateTimeFormat;

  constructor(screen: Screen, clock: Clock, timeZone: string) {
    this.#screen = screen;
    this.#clock = clock;
    this.#format = new Intl.DateTimeFormat("en-GB", { timeZone, timeStyle: "medium" });
  }

  /** Tells what a line of the function's log says to a person, if anything. */
  tellLogLine(line: string): void {
    const words = describeLogLine(line);
    if (words !== undefined) this.tell(`function: ${words}`);
  }

  readonly tell = (happening: string): void => {
    this.#screen.print(`  ${this.#format.format(this.#clock.now())}  ${happening}`);
  };
}
