import type { ActivityReport } from "./clock-messages";
import { hasPendingWork } from "./pending-work";
import type { RequestCounter } from "./request-counter";
import type { VirtualTimers } from "./virtual-timers";

/** How often a child looks whether it is idle, in real milliseconds. */
const tickMs = 2;
/** A tick in which nothing happened proves little: an answer may lie unread. Between two, Node reads what has come. */
const quietTicks = 2;

interface Reporting {
  readonly timers: VirtualTimers;
  readonly requests: RequestCounter;
  readonly send: (report: ActivityReport) => void;
}

/** Watches this process and tells the parent when it falls idle and when it is no longer. */
export class ActivityReporter {
  readonly #reporting: Reporting;
  #activityCount = 0;
  #seenActivityCount = 0;
  #quietCount = 0;
  #sequence = 0;
  #lastReport = "";

  constructor(reporting: Reporting) {
    this.#reporting = reporting;
  }

  /** Starts looking; `setInterval` must be a real one. */
  start(setRealInterval: typeof setInterval): void {
    setRealInterval(() => this.#look(), tickMs).unref();
  }

  /** Notes that something happened. */
  note(): void {
    this.#activityCount += 1;
  }

  /** Notes that a notice of the parent's was received. */
  noteNotice(sequence: number): void {
    this.#sequence = sequence;
    this.note();
  }

  #look(): void {
    const quiet = this.#activityCount === this.#seenActivityCount && !hasPendingWork();
    this.#seenActivityCount = this.#activityCount;
    this.#quietCount = quiet ? this.#quietCount + 1 : 0;
    this.#report(this.#quietCount >= quietTicks);
  }

  #report(idle: boolean): void {
    const { timers, requests, send } = this.#reporting;
    const report: ActivityReport = {
      kind: "activity",
      idle,
      outstanding: requests.count,
      nextDueMs: timers.nextDueMs(),
      sequence: this.#sequence,
    };
    const key = idle ? JSON.stringify(report) : "busy";
    if (key === this.#lastReport) return;
    this.#lastReport = key;
    send(report);
  }
}
