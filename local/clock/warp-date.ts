import type { VirtualTime } from "./virtual-time";

const RealDate = Date;

/** Makes `Date` and `performance.now()` of this process tell the virtual time. */
export function warpDate(time: VirtualTime): void {
  const nowMs = () => Math.floor(time.now());
  const warped = new Proxy(RealDate, {
    construct: (target, parameters, newTarget) =>
      Reflect.construct(target, parameters.length === 0 ? [nowMs()] : parameters, newTarget),
    apply: () => new RealDate(nowMs()).toString(),
    get: (target, property, receiver) =>
      property === "now" ? nowMs : Reflect.get(target, property, receiver),
  });
  RealDate.prototype.constructor = warped;
  Object.assign(globalThis, { Date: warped });

  const shiftMs = time.now() - performance.now();
  const sinceStartMs = () => time.now() - shiftMs;
  Object.defineProperty(performance, "now", { value: sinceStartMs, configurable: true, writable: true });
}
