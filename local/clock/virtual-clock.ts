import type { ChildProcess } from "node:child_process";
import { join } from "node:path";
import { Appointments } from "./appointments";
import { bundleChildProgram } from "./child-program";
import type { ClockStartup, SharedClock } from "./clock";
import { ClockChildren } from "./clock-children";
import { offsetVariable } from "./clock-messages";
import { longestDelayMs, readMachineMs } from "./machine-time";
import { hasPendingWork } from "./pending-work";
import { RequestCounter } from "./request-counter";

/** How often this process looks whether its own work is done, in real milliseconds. */
const ownWorkPollMs = 1;
/** Turns of the event loop that pass before a leap: between two of them Node reads what has come. */
const settlingRounds = 2;
const never = Number.POSITIVE_INFINITY;

/** A stretch of waiting that is being gone through at `speed`. */
interface Leap {
  readonly fromMachineMs: number;
  readonly fromMs: number;
  readonly dueMs: number;
  /** Absent when the leap is at its end. */
  readonly timer: NodeJS.Timeout | undefined;
}

interface VirtualClockOptions {
  /** Where virtual time begins, in milliseconds since 1970. */
  readonly startMs: number;
  /** How many times faster than real time waiting passes, from 1 to `Infinity`. */
  readonly speed: number;
}

/**
 * Virtual time for this process and the children that have joined it. **Waiting is compressed, work is not**: time runs
 * as it really does while anything is worked on, and `speed` times as fast, up to the next due moment, while everybody
 * waits. Everybody waits when each child has said that it is idle after the last thing it was told, every HTTP request
 * that is under way is held by a stand-in, and this process has nothing in hand.
 *
 * A child that never says so costs speed and nothing else: time then runs as it really does.
 */
export class VirtualClock implements SharedClock {
  readonly #appointments = new Appointments();
  readonly #children = new ClockChildren(() => this.#noteChange());
  readonly #ownRequests = new RequestCounter(() => this.#noteChange());
  #speed: number;
  #offsetMs: number;
  #heldCount = 0;
  #leap: Leap | undefined;
  #appointmentTimer: NodeJS.Timeout | undefined;
  #cancelSettling: () => void = () => undefined;
  #closed = false;

  constructor({ startMs, speed }: VirtualClockOptions) {
    this.#offsetMs = startMs - readMachineMs();
    this.#speed = requireSpeed(speed);
  }

  /** How fast waiting passes; 1 lets virtual time run like real time from now on. */
  get speed(): number {
    return this.#speed;
  }

  set speed(speed: number) {
    this.#endLeap();
    this.#speed = requireSpeed(speed);
    this.#tellChildren();
  }

  now(): number {
    const machineMs = readMachineMs();
    const leap = this.#leap;
    if (!leap) return machineMs + this.#offsetMs;
    if (leap.timer === undefined) return leap.dueMs;
    return Math.min(leap.fromMs + (machineMs - leap.fromMachineMs) * this.#speed, leap.dueMs);
  }

  at(atMs: number, act: () => void): () => void {
    const cancel = this.#appointments.add(atMs, act);
    this.#noteChange();
    return () => {
      if (cancel()) this.#noteChange();
    };
  }

  hold(): () => void {
    this.#heldCount += 1;
    this.#tellChildren();
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      this.#heldCount -= 1;
      this.#tellChildren();
    };
  }

  startup(): ClockStartup {
    return {
      nodeArguments: ["--require", bundleChildProgram(join(__dirname, "preload.ts"))],
      environment: { [offsetVariable]: String(this.now() - readMachineMs()) },
    };
  }

  join(child: ChildProcess): void {
    this.#children.add(child);
    this.#tellChildren();
  }

  /** Stops the clock's own timers and forgets what was still to come. */
  close(): void {
    this.#endLeap();
    this.#closed = true;
    this.#appointments.clear();
    this.#children.clear();
    this.#ownRequests.close();
    this.#noteChange();
  }

  /** Tells all children the time and takes nothing that they have reported for granted any more. */
  #tellChildren(): void {
    this.#endLeap();
    this.#children.tell(this.#offsetMs);
    this.#noteChange();
  }

  /** Whatever has changed: stands still, arms what happens by itself, and sees whether everybody waits now. */
  #noteChange(): void {
    this.#cancelSettling();
    clearTimeout(this.#appointmentTimer);
    if (this.#closed) return;
    if (this.#leap) {
      this.#tellChildren();
      return;
    }
    this.#armAppointmentTimer();
    if (this.#everybodyWaits()) this.#settle(settlingRounds);
  }

  /** Appointments are kept in time even if the clock never leaps. */
  #armAppointmentTimer(): void {
    const nextMs = this.#appointments.nextMs();
    if (nextMs === undefined) return;
    const delayMs = Math.min(Math.max(nextMs - this.now(), 0), longestDelayMs);
    this.#appointmentTimer = setTimeout(() => this.#keepAppointments(), delayMs);
  }

  #keepAppointments(): void {
    try {
      for (const keep of this.#appointments.takeDue(this.now())) keep();
    } finally {
      this.#noteChange();
    }
  }

  #everybodyWaits(): boolean {
    const idle = this.#children.readIdle();
    return idle !== undefined && idle.outstanding + this.#ownRequests.count === this.#heldCount;
  }

  /** Lets this process read what has come and finish what it has in hand, then leaps. */
  #settle(rounds: number): void {
    const immediate = setImmediate(() => {
      if (hasPendingWork("Immediate")) this.#settleLater();
      else if (rounds > 1) this.#settle(rounds - 1);
      else this.#startLeap();
    });
    this.#cancelSettling = () => clearImmediate(immediate);
  }

  #settleLater(): void {
    const timer = setTimeout(() => this.#settle(settlingRounds), ownWorkPollMs);
    this.#cancelSettling = () => clearTimeout(timer);
  }

  #startLeap(): void {
    const fromMs = this.now();
    const dueMs = Math.min(
      this.#appointments.nextMs() ?? never,
      this.#children.readIdle()?.nextDueMs ?? never,
    );
    if (dueMs === never || dueMs <= fromMs) return;
    clearTimeout(this.#appointmentTimer);
    const lengthMs = (dueMs - fromMs) / this.#speed;
    const timer =
      lengthMs > 0 ? setTimeout(() => this.#land(), Math.min(lengthMs, longestDelayMs)) : undefined;
    this.#leap = { fromMachineMs: readMachineMs(), fromMs, dueMs, timer };
    if (!timer) this.#land();
  }

  #land(): void {
    if (this.#leap) this.#leap = { ...this.#leap, timer: undefined };
    this.#tellChildren();
    this.#keepAppointments();
  }

  /** Stops a leap where it is; from there on, time runs as it really does. */
  #endLeap(): void {
    const leap = this.#leap;
    if (!leap) return;
    const nowMs = this.now();
    clearTimeout(leap.timer);
    this.#leap = undefined;
    this.#offsetMs = nowMs - readMachineMs();
  }
}

function requireSpeed(speed: number): number {
  if (speed >= 1) return speed;
  throw new RangeError(`The clock's speed is ${speed}: expected a number from 1 up to Infinity.`);
}
