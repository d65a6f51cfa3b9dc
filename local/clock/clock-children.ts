import type { ChildProcess } from "node:child_process";
import { type ActivityReport, parseActivityReport, type TimeNotice } from "./clock-messages";

/** What all children together are waiting for. */
interface Idleness {
  /** Their HTTP requests that are under way. */
  readonly outstanding: number;
  /** When the next of their timers is due, in virtual milliseconds since 1970; `Infinity` if there is none. */
  readonly nextDueMs: number;
}

/** The child processes that live by a clock, with what each has said last. */
export class ClockChildren {
  readonly #reports = new Map<ChildProcess, ActivityReport | undefined>();
  readonly #onChange: () => void;
  #sequence = 0;

  /** @param onChange called when a child has reported or ended. */
  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** Takes in a child until it ends. */
  add(child: ChildProcess): void {
    this.#reports.set(child, undefined);
    child.on("message", (message) => {
      const report = parseActivityReport(message);
      if (!report || !this.#reports.has(child)) return;
      this.#reports.set(child, report);
      this.#onChange();
    });
    const leave = () => {
      if (this.#reports.delete(child)) this.#onChange();
    };
    child.once("exit", leave);
    child.once("error", leave);
  }

  /** Tells all the time; what they had reported before counts no more. */
  tell(offsetMs: number): void {
    this.#sequence += 1;
    const notice: TimeNotice = { kind: "time", sequence: this.#sequence, offsetMs };
    for (const child of this.#reports.keys()) {
      if (child.connected) child.send(notice, () => undefined);
    }
  }

  /** What they wait for if each has been idle since it was last told the time; `undefined` if one has not. */
  readIdle(): Idleness | undefined {
    let outstanding = 0;
    let nextDueMs = Number.POSITIVE_INFINITY;
    for (const report of this.#reports.values()) {
      if (!report?.idle || report.sequence !== this.#sequence) return undefined;
      outstanding += report.outstanding;
      nextDueMs = Math.min(nextDueMs, report.nextDueMs ?? nextDueMs);
    }
    return { outstanding, nextDueMs };
  }

  /** Forgets them all. */
  clear(): void {
    this.#reports.clear();
  }
}
