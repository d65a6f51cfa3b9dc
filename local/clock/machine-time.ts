/**
 * Real time in milliseconds since some moment before the machine's processes began. Unlike `performance.now()` it
 * is the same in all of them, and unlike `Date.now()` nobody can set it: so one offset gives each the same virtual time.
 */
export function readMachineMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/** The longest delay that a Node timer takes; a longer one would fire at once. */
export const longestDelayMs = 2 ** 31 - 1;
