import type { Schedule } from "../configuration";
import { formatClockTime, formatDay } from "./format";

const dayMs = 86_400_000;

/** How far a zone's clock is ahead of UTC at a moment, in milliseconds. */
function readOffset(ms: number, timeZone: string): number {
  const local = `${formatDay(ms, timeZone)}T${formatClockTime(ms, timeZone)}Z`;
  return Date.parse(local) - Math.floor(ms / 1000) * 1000;
}

/**
 * When the schedule fires next after a moment, in milliseconds since 1970. A time that comes twice, because the clocks
 * are put back, is its first occurrence.
 */
export function findNextRun({ hour, minute, days }: Schedule, timeZone: string, afterMs: number): number {
  const today = Math.floor((afterMs + readOffset(afterMs, timeZone)) / dayMs);
  for (let day = today; ; day++) {
    if (!days.includes(new Date(day * dayMs).getUTCDay())) continue;
    const wallMs = day * dayMs + (hour * 60 + minute) * 60_000;
    const moments = [wallMs - dayMs, wallMs + dayMs].map(
      (aroundMs) => wallMs - readOffset(aroundMs, timeZone),
    );
    const dueMs = moments.find((ms) => ms + readOffset(ms, timeZone) === wallMs);
    if (dueMs !== undefined && dueMs > afterMs) return dueMs;
  }
}
