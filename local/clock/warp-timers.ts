import { syncBuiltinESMExports } from "node:module";
import timers from "node:timers";
import timersPromises from "node:timers/promises";
import { promisify } from "node:util";
import { VirtualTimer, type VirtualTimers } from "./virtual-timers";

type Callback = (...parameters: readonly unknown[]) => void;

interface WaitOptions {
  readonly signal?: AbortSignal;
  readonly ref?: boolean;
}

const real = {
  clearTimeout: timers.clearTimeout,
  setTimeout: timers.setTimeout,
  wait: timersPromises.setTimeout,
};

/**
 * Puts virtual timers in the place of this process's own: globals, `node:timers`, `node:timers/promises` and
 * `AbortSignal.timeout`. Node's own modules keep real ones, as their sockets do.
 */
export function warpTimers(virtualTimers: VirtualTimers): void {
  function setTimeout(callback: Callback, delayMs?: number, ...parameters: unknown[]) {
    requireFunction(callback);
    if (isCalledByNode(setTimeout)) return real.setTimeout(callback, delayMs, ...parameters);
    return virtualTimers.set({ callback, delayMs, repeat: false, parameters });
  }

  function setInterval(callback: Callback, delayMs?: number, ...parameters: unknown[]): VirtualTimer {
    requireFunction(callback);
    return virtualTimers.set({ callback, delayMs, repeat: true, parameters });
  }

  function clearTimer(timer?: VirtualTimer | NodeJS.Timeout | string | number): void {
    if (timer instanceof VirtualTimer) timer.close();
    else if (typeof timer === "number" || typeof timer === "string")
      virtualTimers.find(Number(timer))?.close();
    else real.clearTimeout(timer);
  }

  function wait<T>(
    delayMs?: number,
    value?: T,
    { signal, ref = true }: WaitOptions = {},
  ): Promise<T | undefined> {
    const abort = () => real.wait(1, value, { signal });
    if (signal?.aborted) return abort();
    return new Promise((resolve) => {
      const finish = (result: T | undefined | Promise<T | undefined>) => {
        timer.close();
        signal?.removeEventListener("abort", abandon);
        resolve(result);
      };
      const abandon = () => finish(abort());
      const timer = virtualTimers.set({
        callback: () => finish(value),
        delayMs,
        repeat: false,
        parameters: [],
      });
      if (!ref) timer.unref();
      signal?.addEventListener("abort", abandon);
    });
  }

  function timeout(delayMs: number): AbortSignal {
    requireUnsignedInteger(delayMs);
    const controller = new AbortController();
    const reason = () => new DOMException("The operation was aborted due to timeout", "TimeoutError");
    const callback = () => controller.abort(reason());
    virtualTimers.set({ callback, delayMs, repeat: false, parameters: [] }).unref();
    return controller.signal;
  }

  Object.defineProperty(setTimeout, promisify.custom, { value: wait });
  const replacements = { setTimeout, setInterval, clearTimeout: clearTimer, clearInterval: clearTimer };
  Object.assign(globalThis, replacements);
  Object.assign(timers, replacements);
  Object.assign(timersPromises, { setTimeout: wait });
  Object.assign(timersPromises.scheduler, {
    wait: (delayMs: number, options?: WaitOptions) => wait(delayMs, undefined, options),
  });
  Object.assign(AbortSignal, { timeout });
  syncBuiltinESMExports();
}

/**
 * Whether the function's direct caller is one of Node's built-in modules. `fetch` is the one that matters: it uses the
 * global `setTimeout` for a tick each half second while a connection lies idle, and each would stop the clock.
 */
function isCalledByNode(callee: (...parameters: never[]) => unknown): boolean {
  const { stackTraceLimit, prepareStackTrace } = Error;
  const trace: { stack?: unknown } = {};
  Error.stackTraceLimit = 1;
  Error.prepareStackTrace = (_error, frames) => frames[0]?.getFileName();
  Error.captureStackTrace(trace, callee);
  const fileName = trace.stack;
  Error.stackTraceLimit = stackTraceLimit;
  Error.prepareStackTrace = prepareStackTrace;
  return typeof fileName === "string" && fileName.startsWith("node:");
}

function requireFunction(callback: unknown): void {
  if (typeof callback === "function") return;
  const message = `The "callback" argument must be of type function. Received ${String(callback)}`;
  throw Object.assign(new TypeError(message), { code: "ERR_INVALID_ARG_TYPE" });
}

function requireUnsignedInteger(delayMs: unknown): void {
  if (typeof delayMs === "number" && Number.isInteger(delayMs) && delayMs >= 0 && delayMs < 2 ** 32) return;
  const message = `The value of "delay" is out of range. It must be an integer from 0 to 4294967295. Received ${String(delayMs)}`;
  throw Object.assign(new RangeError(message), { code: "ERR_OUT_OF_RANGE" });
}
