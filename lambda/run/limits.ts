const secondMs = 1000;
const minuteMs = 60 * secondMs;

/**
 * How long each step of an invocation may take at most. Together they fit the function's two minutes, so that
 * whatever hangs, the report still leaves.
 */
export const budgets = {
  keyMs: 5 * secondMs,
  lookMs: 20 * secondMs,
  postMs: 30 * secondMs,
  verifyMs: 15 * secondMs,
  mailMs: 10 * secondMs,
  /** For what comes after the mail: the ledger, the log, and the answer to Lambda. */
  endMs: 3 * secondMs,
} as const;

/** What must be left when the report begins. */
export const reportReserveMs = budgets.mailMs + budgets.endMs;

/** What must be left after a pause for another look, so that it may still end in a verdict. */
export const lookReserveMs = 7 * secondMs + reportReserveMs;

/** With less than this left the backup is not asked for: its answer could not be waited for and reported. */
export const postReserveMs = minuteMs;

/** "It is not there" is believed when two looks so far apart agree. */
export const absenceMs = minuteMs;

/** A job that no worker picks up for so long will not be. */
export const queuedMs = 30 * minuteMs;

/** A job whose progress stands still for so long belongs to a worker that crashed. */
export const standstillMs = 180 * minuteMs;

/** How long the portal, its history or the key may be out of reach before the run gives up. */
export const troubleMs = 60 * minuteMs;

/** How long a job is looked for whose start was not answered. */
export const unansweredMs = 10 * minuteMs;

/** How often the history is asked while looking for such a job: the call is hard on the portal. */
export const historyEveryMs = 5 * minuteMs;

/** The pause before the next look: short for a short backup, and never long while the function is paid for. */
export function readPause(followedMs: number): number {
  return Math.min(10 * secondMs, Math.max(2 * secondMs, followedMs / 4));
}
