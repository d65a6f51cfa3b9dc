import type { SharedClock } from "./clock";
import { longestDelayMs } from "./machine-time";

/** Real time, for a rehearsal against a real portal: nothing is compressed, so nobody needs to be watched. */
export const systemClock: SharedClock = {
  now: () => Date.now(),
  at: (atMs, act) => {
    const arm = () => setTimeout(wake, Math.min(Math.max(atMs - Date.now(), 0), longestDelayMs));
    const wake = () => {
      if (Date.now() < atMs) timer = arm();
      else act();
    };
    let timer = arm();
    return () => clearTimeout(timer);
  },
  hold: () => () => undefined,
  startup: () => ({ nodeArguments: [], environment: {} }),
  join: () => undefined,
};
