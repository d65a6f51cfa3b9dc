import type { Trouble } from "../../lambda/portal/portal-error";
import type { Luck } from "./luck";
import type { JobEnd, JobPlan, StartFate } from "./simulated-portal";
import type { CallFate, Fortune, WakeUpFate } from "./world";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** What leaves open whether a request was processed, and what does not. */
export const ambiguous = [
  { kind: "unanswered", said: "" },
  { kind: "failing", status: 502, said: "" },
  { kind: "unreadable", said: "an HTML page" },
] as const;
export const certain = [
  { kind: "unreachable", reason: "connection", said: "" },
  { kind: "refused", status: 402, said: "" },
  { kind: "rate-limited", said: "" },
] as const;

/** A night in which nothing goes wrong. */
export const calm: Fortune = {
  callMs: () => 100,
  call: () => "well",
  start: () => ({ kind: "accepted" }),
  job: () => ({ durationMs: 5 * minuteMs, end: { kind: "completed" } }),
  wakeUp: () => ({ lateMs: 30_000, deliveries: 1 }),
};

/** How long a backup takes, in milliseconds. */
export function drawDuration(luck: Luck): number {
  return luck.happens(0.5) ? luck.between(1_000, 10 * minuteMs) : luck.between(minuteMs, 14 * hourMs);
}

export function drawJob(luck: Luck): JobPlan {
  const durationMs = drawDuration(luck);
  const kind = luck.pick("completed", "late-error", "failed", "cancelled", "no-record", "vanished", "frozen");
  const end: JobEnd = luck.happens(0.5) ? { kind: "completed" } : { kind };
  return { durationMs, end };
}

export function drawStart(luck: Luck): StartFate {
  const trouble = luck.pick<Trouble>(...ambiguous);
  if (luck.happens(0.6)) return { kind: "accepted" };
  if (luck.happens(0.5)) {
    return { kind: "accepted-unanswered", afterMs: luck.pick(0, 5_000, minuteMs, 9 * minuteMs), trouble };
  }
  return luck.happens(0.5)
    ? { kind: "swallowed", trouble }
    : { kind: "not-processed", trouble: luck.pick<Trouble>(...certain) };
}

/** @param troubleShare how many of all calls meet with trouble */
export function drawCall(luck: Luck, name: string, troubleShare: number): CallFate {
  if (!luck.happens(troubleShare)) return "well";
  const fate = luck.pick<CallFate>("killed-before", "killed-after", "fails-before", "fails-after");
  // How the portal fails is decided by its own outages.
  return name.startsWith("portal") && fate.startsWith("fails") ? "well" : fate;
}

export function drawWakeUp(luck: Luck): WakeUpFate {
  return {
    lateMs: luck.happens(0.9) ? luck.between(0, minuteMs) : luck.between(minuteMs, hourMs),
    deliveries: luck.happens(0.92) ? 1 : luck.pick(0, 2),
  };
}
