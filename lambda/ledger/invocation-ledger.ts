import type { Ledger, WakeUps } from "../run/ports";

/** A ledger that lives no longer than its invocation: it always has room for a run, and remembers none. */
export const invocationLedger: Ledger = {
  claim: () => Promise.resolve({ kind: "claimed" }),
  save: () => Promise.resolve(),
  finish: () => Promise.resolve(),
};

/** Nobody wakes the function again: a run ends with the invocation that began it. */
export const noWakeUps: WakeUps = { arm: () => Promise.resolve(false) };
