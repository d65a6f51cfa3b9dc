import { AsyncResource } from "node:async_hooks";
import { clearTimeout as clearRealTimeout, setTimeout as setRealTimeout } from "node:timers";
import { longestDelayMs } from "./machine-time";
import type { VirtualTime } from "./virtual-time";

type TimerCallback = (...parameters: readonly unknown[]) => unknown;

interface TimerOptions {
  readonly callback: TimerCallback;
  readonly delayMs: unknown;
  readonly repeat: boolean;
  readonly parameters: readonly unknown[];
}

const realTimers = { setTimeout: setRealTimeout, clearTimeout: clearRealTimeout };

/** All virtual timers of a process that are still to fire. */
export class VirtualTimers {
  readonly #pending = new Map<number, VirtualTimer>();
  readonly #time: VirtualTime;
  readonly #onActivity: () => void;

  /** @param onActivity called whenever a timer is set, cleared or fires. */
  constructor(time: VirtualTime, onActivity: () => void) {
    this.#time = time;
    this.#onActivity = onActivity;
  }

  /** Sets a timer; the delay is taken as Node takes it. */
  set(options: TimerOptions): VirtualTimer {
    return new VirtualTimer(options, this.#time, {
      started: (timer) => {
        this.#pending.set(timer.id, timer);
        this.#onActivity();
      },
      ended: (timer) => {
        this.#pending.delete(timer.id);
        this.#onActivity();
      },
    });
  }

  /** The pending timer with that number, as `clearTimeout(Number(timer))` means it. */
  find(id: number): VirtualTimer | undefined {
    return this.#pending.get(id);
  }

  /** When the next timer is due, in virtual milliseconds since 1970. */
  nextDueMs(): number | undefined {
    if (this.#pending.size === 0) return undefined;
    return Math.min(...Array.from(this.#pending.values(), (timer) => timer.dueMs));
  }

  /** To be called when virtual time has jumped: what is due by now fires at once, in order, and the rest sooner. */
  rearm(): void {
    for (const timer of [...this.#pending.values()].sort((a, b) => a.dueMs - b.dueMs || a.id - b.id))
      timer.rearm();
  }
}

interface TimerRegistry {
  started(timer: VirtualTimer): void;
  ended(timer: VirtualTimer): void;
}

let lastId = 0;

/**
 * Stands for Node's `Timeout`. A real timer backs it, so that it fires in time even if the clock never jumps; when the
 * clock does, that timer is set anew with what then remains.
 */
export class VirtualTimer {
  readonly id: number;
  readonly #scope = new AsyncResource("VirtualTimer");
  readonly #callback: TimerCallback;
  readonly #parameters: readonly unknown[];
  readonly #delayMs: number;
  readonly #repeat: boolean;
  readonly #time: VirtualTime;
  readonly #registry: TimerRegistry;
  #dueMs = 0;
  #referenced = true;
  #closed = false;
  #backing: NodeJS.Timeout | undefined;

  constructor(options: TimerOptions, time: VirtualTime, registry: TimerRegistry) {
    lastId += 1;
    this.id = lastId;
    this.#callback = options.callback;
    this.#parameters = options.parameters;
    this.#delayMs = toDelayMs(options.delayMs);
    this.#repeat = options.repeat;
    this.#time = time;
    this.#registry = registry;
    this.#start();
  }

  /** When it fires, in virtual milliseconds since 1970. */
  get dueMs(): number {
    return this.#dueMs;
  }

  rearm(): void {
    realTimers.clearTimeout(this.#backing);
    const remainingMs = Math.max(this.#dueMs - this.#time.now(), 0);
    this.#backing = realTimers.setTimeout(this.#fire, Math.min(remainingMs, longestDelayMs));
    if (!this.#referenced) this.#backing.unref();
  }

  close(): this {
    this.#closed = true;
    realTimers.clearTimeout(this.#backing);
    this.#registry.ended(this);
    return this;
  }

  refresh(): this {
    if (!this.#closed) this.#start();
    return this;
  }

  ref(): this {
    this.#referenced = true;
    this.#backing?.ref();
    return this;
  }

  unref(): this {
    this.#referenced = false;
    this.#backing?.unref();
    return this;
  }

  hasRef(): boolean {
    return this.#referenced;
  }

  [Symbol.toPrimitive](): number {
    return this.id;
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #start(): void {
    this.#dueMs = this.#time.now() + this.#delayMs;
    this.rearm();
    this.#registry.started(this);
  }

  readonly #fire = (): void => {
    if (this.#dueMs > this.#time.now()) {
      this.rearm();
      return;
    }
    this.#registry.ended(this);
    try {
      this.#scope.runInAsyncScope(this.#callback, this, ...this.#parameters);
    } finally {
      if (this.#repeat && !this.#closed) this.#start();
    }
  };
}

/** @see https://nodejs.org/api/timers.html#settimeoutcallback-delay-args */
function toDelayMs(delay: unknown): number {
  const delayMs = Number(delay);
  return delayMs >= 1 && delayMs <= longestDelayMs ? delayMs : 1;
}
