import { formatMetrics } from "../../lambda/metrics/embedded-metrics";
import type { ReportMetrics } from "../../lambda/run/ports";
import { type ReplayOptions, replayAlarm } from "../../local/aws/cloudwatch/alarm-replay";
import { readEmbeddedMetrics } from "../../local/aws/cloudwatch/embedded-metrics";
import { type MetricIdentity, MetricStore } from "../../local/aws/cloudwatch/metric-store";
import { findNextOccurrence } from "../../local/aws/cron-expression";
import type { Deployment } from "../../local/aws/deployment";
import { type AlarmName, findAlarm } from "./deploy-settings";

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

/** What happens in a night, as far as it is counted. */
export type Fate =
  /** The report says OK or WARNING. */
  | "verified"
  /** It says FAILED or UNVERIFIED. */
  | "failed"
  /** The backup is verified, and SES does not take the report. */
  | "unmailed"
  /** A time-out, a kill, a crash: the function says nothing. */
  | "broken"
  /** Lambda took the event and never ran the function, until the event was too old. */
  | "dropped"
  /** The function is not called: the event ends in the queue. */
  | "undelivered"
  /** Nothing happens at all. */
  | "missed";

export interface Night {
  /** From 0. */
  readonly index: number;
  /** When the schedule means to fire, in milliseconds since 1970. */
  readonly scheduledMs: number;
}

/** Lists the nights of a deployment's schedule from one moment up to another. */
export function listNights({ schedules }: Deployment, fromMs: number, untilMs: number): Night[] {
  const nights: Night[] = [];
  for (const { expression, timeZone } of schedules) {
    let nextMs = findNextOccurrence(expression, timeZone, fromMs);
    while (nextMs !== undefined && nextMs < untilMs) {
      nights.push({ index: nights.length, scheduledMs: nextMs });
      nextMs = findNextOccurrence(expression, timeZone, nextMs);
    }
  }
  return nights;
}

/** The metrics of an account, as the function and AWS write them: late, and by chance how late. */
export class Counted {
  readonly store = new MetricStore();
  /** When backups were reported as verified, in milliseconds since 1970. */
  readonly verifiedMs: number[] = [];
  /** How long Lambda keeps an event that it cannot hand to the function. */
  readonly maxEventAgeMs: number;
  readonly #functionName: string;
  readonly #queueName: string;
  readonly #random: () => number;

  constructor({ functions, queues }: Deployment, random: () => number) {
    const [backup] = functions;
    const [queue] = queues;
    if (backup === undefined || queue === undefined)
      throw new Error("The stack has no function or no queue.");
    this.#functionName = backup.name;
    this.maxEventAgeMs = backup.asyncInvoke.maxEventAgeSeconds * 1000;
    this.#queueName = queue.name;
    this.#random = random;
  }

  /** @param durationMs from the schedule's event to the report */
  live({ scheduledMs }: Night, fate: Fate, durationMs: number): void {
    const startMs = scheduledMs + Math.floor(this.#random() * minuteMs);
    const endMs = startMs + durationMs;
    if (fate === "undelivered") this.countUndelivered(startMs);
    if (fate === "dropped") this.countDropped(startMs + this.maxEventAgeMs);
    if (fate === "missed" || fate === "undelivered" || fate === "dropped") return;
    if (fate !== "broken")
      this.countReport({
        atMs: endMs,
        backupName: "acme",
        verified: fate !== "failed",
        durationSeconds: durationMs / 1000,
        sizeBytes: undefined,
        reportSent: fate !== "unmailed",
      });
    // Up to two minutes before.
    const begunMs = endMs - Math.floor(this.#random() * 2 * minuteMs);
    this.countInvocation({ begunMs, isFailed: fate !== "verified" });
    if (fate !== "verified") this.countDropped(endMs);
  }

  /** Counts a report as the function does. */
  countReport(report: ReportMetrics): void {
    if (report.verified) this.verifiedMs.push(report.atMs);
    for (const { metric, value } of readEmbeddedMetrics(formatMetrics(report)))
      this.#count(metric, report.atMs, value, 2 * minuteMs);
  }

  /** Counts an invocation, which Lambda files under its begin. */
  countInvocation({ begunMs, isFailed }: { readonly begunMs: number; readonly isFailed: boolean }): void {
    this.#countForFunction("Errors", begunMs, isFailed ? 1 : 0);
  }

  /** Counts an event that waited in Lambda's queue and is given up: it grew too old there, or its only invocation failed. */
  countDropped(atMs: number): void {
    this.#countForFunction("AsyncEventsDropped", atMs, 1);
  }

  #countForFunction(name: "AsyncEventsDropped" | "Errors", atMs: number, value: 0 | 1): void {
    const dimensions = { FunctionName: this.#functionName };
    this.#count({ namespace: "AWS/Lambda", name, dimensions }, atMs, value, 5 * minuteMs);
  }

  /** Counts an event that ends in the queue. A queue that was not used for some hours begins up to a quarter of an hour late. */
  countUndelivered(atMs: number): void {
    const dimensions = { QueueName: this.#queueName };
    this.#count({ namespace: "AWS/SQS", name: "NumberOfMessagesSent", dimensions }, atMs, 1, 15 * minuteMs);
  }

  #count(metric: MetricIdentity, atMs: number, value: number, latestMs: number): void {
    this.store.record(metric, { atMs, knownAtMs: atMs + this.#random() * latestMs, value });
  }
}

/** When an alarm went off and when it was over, in milliseconds since 1970. */
export interface Ring {
  readonly fromMs: number;
  /** Undefined if it never was. */
  readonly untilMs: number | undefined;
}

/** Replays one of the alarms, made at a moment, over what was counted. */
export function listRings(
  deployment: Deployment,
  name: AlarmName,
  { store }: Counted,
  options: ReplayOptions,
): Ring[] {
  const transitions = replayAlarm(findAlarm(deployment, name), store, options);
  return transitions.flatMap(({ to, atMs }, index) =>
    to === "ALARM" ? [{ fromMs: atMs, untilMs: transitions[index + 1]?.atMs }] : [],
  );
}
