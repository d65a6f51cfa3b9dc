import type { Fault, FaultEffect } from "../../local/aws/faults";
import type { JobEnding } from "../../local/portal/job";
import {
  type Disturbance,
  maintenancePage,
  type Processing,
  rateLimitAnswer,
  type Weather,
} from "../../local/portal/weather";
import type { KillPoint } from "../../local/rehearsal/kill-point";
import { minuteMs, secondMs } from "../rehearsal/stage";
import type { Luck } from "../simulation/luck";

/** What is in store for a rehearsed night. */
export interface FortnightWeather {
  /** How often the night's event is delivered, and how long after it was due. */
  readonly eventDelaysMs: readonly number[];
  /** Whether Lambda takes no event in this night. */
  readonly isLambdaShut: boolean;
  readonly isMailRefused: boolean;
  readonly backup: { readonly durationMs: number; readonly ending: JobEnding };
  readonly portal: readonly Weather[];
  readonly faults: readonly Fault[];
  readonly killAt: KillPoint | undefined;
}

/** Calls of AWS that every night makes. */
type AwsCall = Pick<Fault, "operation" | "service">;
const awsCalls: readonly [AwsCall, ...AwsCall[]] = [
  { service: "dynamodb", operation: "PutItem" },
  { service: "dynamodb", operation: "GetItem" },
  { service: "dynamodb", operation: "Query" },
  { service: "scheduler", operation: "CreateSchedule" },
  { service: "scheduler", operation: "DeleteSchedule" },
  { service: "ses", operation: "SendEmail" },
];

function drawFault(luck: Luck): Fault {
  const call = luck.pick<AwsCall>(...awsCalls);
  const effect = luck.pick<FaultEffect>(
    { kind: "killed" },
    { kind: "throttled" },
    { kind: "reset" },
    { kind: "silence" },
    { kind: "error", code: "InternalServerError", message: "Please try again.", status: 500 },
  );
  // Of a call that fails, all three attempts of the SDK fail.
  const count = effect.kind === "killed" ? 1 : 3;
  return { ...call, from: luck.between(1, 3), count, when: luck.pick("before", "after"), effect };
}

function drawDisturbance(luck: Luck): Disturbance {
  const processing = luck.pick<Processing>("never", "at-once", { afterMs: 5 * secondMs });
  return luck.pick<Disturbance>(
    { kind: "slow", byMs: 20 * secondMs },
    { kind: "torn" },
    { kind: "page", page: maintenancePage(), processing },
    { kind: "page", page: rateLimitAnswer(5), processing: "never" },
    { kind: "silence", processing },
    { kind: "reset", processing },
  );
}

/** @param dueMs when the night's event is due, in milliseconds since 1970 */
function drawPortal(luck: Luck, dueMs: number): Weather {
  if (luck.happens(0.4))
    return { meets: { method: "POST" }, lasts: { requests: 1 }, disturbance: drawDisturbance(luck) };
  const fromMs = dueMs + luck.between(0, 10 * minuteMs);
  const untilMs = fromMs + luck.pick(30 * secondMs, 5 * minuteMs, 20 * minuteMs);
  return { meets: { method: "GET" }, lasts: { fromMs, untilMs }, disturbance: drawDisturbance(luck) };
}

function drawEnding(luck: Luck, durationMs: number): JobEnding {
  const afterMs = Math.floor(durationMs / 2);
  return luck.pick<JobEnding>(
    { kind: "failed", error: "No space left on device.", afterMs },
    { kind: "failed-late", error: "The notification could not be sent." },
    { kind: "cancelled", afterMs },
    { kind: "vanished", afterMs },
    { kind: "completed-without-record" },
  );
}

function drawKill(luck: Luck): KillPoint {
  return {
    when: luck.pick("before", "after"),
    service: "portal",
    operation: luck.pick("GET", "POST"),
    nth: 1,
  };
}

/**
 * Draws what is in store: a third of the nights are undisturbed.
 * @param dueMs when the night's event is due, in milliseconds since 1970
 */
export function drawFortnightWeather(luck: Luck, dueMs: number): FortnightWeather {
  const lateMs = luck.between(0, minuteMs);
  const durationMs = luck.pick(20 * secondMs, 4 * minuteMs, 10 * minuteMs, 90 * minuteMs);
  const undisturbed: FortnightWeather = {
    eventDelaysMs: [lateMs],
    isLambdaShut: false,
    isMailRefused: false,
    backup: { durationMs, ending: { kind: "completed" } },
    portal: [],
    faults: [],
    killAt: undefined,
  };
  if (luck.happens(1 / 3)) return undisturbed;
  return {
    eventDelaysMs: luck.pick([lateMs], [lateMs], [lateMs, lateMs + 700], [lateMs, lateMs + 5 * minuteMs], []),
    isLambdaShut: luck.happens(0.1),
    isMailRefused: luck.happens(0.1),
    backup: {
      durationMs,
      ending: luck.happens(0.5) ? drawEnding(luck, durationMs) : { kind: "completed" },
    },
    portal: luck.happens(0.5) ? [drawPortal(luck, dueMs)] : [],
    faults: luck.happens(0.6) ? [drawFault(luck)] : [],
    killAt: luck.happens(0.3) ? drawKill(luck) : undefined,
  };
}
