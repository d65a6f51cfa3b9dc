const secondMs = 1000;
const minuteMs = 60 * secondMs;

/**
 * How long each step of an invocation may take at most. A step is cut shorter where the invocation has less left than
 * the step and what must still come after it, so that whatever hangs, the report still leaves.
 */
export const budgets = {
  keyMs: 5 * secondMs,
  lookMs: 20 * secondMs,
  foreseeMs: 8 * secondMs,
  postMs: 30 * secondMs,
  /** The portal checks the file of every backup that it has, so this may take as long as its proxy allows. */
  verifyMs: 60 * secondMs,
  cleanUpMs: 20 * secondMs,
  mailMs: 10 * secondMs,
  /** For what comes after the mail: the ledger, the log, and the answer to Lambda. */
  endMs: 5 * secondMs,
} as const;

/** Longer is not waited for one call to the ledger or the scheduler, retries included. */
export const callMs = 4 * secondMs;

/** What must be left when the run is at its end: to save that, to recall earlier ones, to mail it and to record it. */
export const reportReserveMs = 2 * callMs + budgets.mailMs + budgets.endMs;

/** What must be left after a pause for another look, so that it may still end in a verdict. */
export const lookReserveMs = 7 * secondMs + reportReserveMs;

/** A look with less time than this is not worth a pause. */
export const leastLookMs = 5 * secondMs;

/** With less than this left the backup is not asked for: its answer could not be waited for and reported. */
export const postReserveMs = minuteMs;

/** Before anything was sent, a portal that refuses a request as one too many is left alone for so long at least. */
export const restMs = minuteMs;

/** "It is not there" is believed when two looks so far apart agree. */
export const absenceMs = minuteMs;

/** A job that no worker picks up for so long will not be. */
export const queuedMs = 30 * minuteMs;

/** A job whose progress stands still for so long belongs to a worker that crashed. */
export const standstillMs = 180 * minuteMs;

/** How long the portal, its history or the key may be out of reach before the run gives up. */
export const troubleMs = 60 * minuteMs;

/**
 * How long after it gave up a backup a run may still report it: an hour for what is out of reach, a wake-up's distance, and an
 * hour for which the scheduler goes on to deliver one.
 */
export const latestReportMs = troubleMs + 90 * minuteMs;

/** How long a job is looked for whose start was not answered. */
export const unansweredMs = 10 * minuteMs;

/** How often the history is asked while looking for such a job: the call is hard on the portal. */
export const historyEveryMs = 5 * minuteMs;

/** How long a job is watched from its start at most, before its run is left to wake-ups. */
export const watchMs = 30 * secondMs;

const shortWatchMs = 15 * secondMs;

/**
 * How long a job is worth watching that has come so far: one that is slow from the start will not end in the next
 * seconds, and the function is paid for while it waits.
 */
export function readWatch(followedMs: number, progressPercent: number): number {
  const isSlow = followedMs >= shortWatchMs && progressPercent / 100 < followedMs / watchMs / 2;
  return isSlow ? shortWatchMs : watchMs;
}

/** How long a later invocation may stay: for one look, and another where a job is just finishing. */
export const glanceMs = 5 * secondMs;

/** A run whose next step is so long overdue was forgotten: its wake-ups are lost. */
export const overdueMs = 15 * minuteMs;

/** After so many wake-ups that could not read the ledger no other is armed: there is nothing left to go on with. */
export const maxHops = 500;

/** The pause before the next look: short for a short backup, and never long while the function is paid for. */
export function readPause(followedMs: number): number {
  return Math.min(10 * secondMs, Math.max(3 * secondMs, followedMs / 4));
}

/** The scheduler calls up to a minute late, and the look and its report take their time. */
const lateMs = 65 * secondMs;

/**
 * When the function is to be called again, in milliseconds since 1970: so that a backup's end is reported after 15 % of
 * its duration or three minutes, whichever is longer, and after 15 minutes at the latest; and never before this
 * invocation is certainly over.
 * @param elapsedMs since the run began
 * @param busyUntilMs when this invocation is over at the latest, in milliseconds since 1970
 */
export function readWakeUp(nowMs: number, elapsedMs: number, busyUntilMs: number): number {
  const withinMs = Math.min(15 * minuteMs, Math.max(3 * minuteMs, 0.15 * elapsedMs));
  return Math.max(nowMs + withinMs - lateMs, busyUntilMs + 10 * secondMs);
}
