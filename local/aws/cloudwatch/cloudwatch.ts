import type { Clock } from "../../clock/clock";
import { findLastOccurrence } from "../cron-expression";
import type { DeployedAlarm, DeployedSchedule, Deployment } from "../deployment";
import { type Publication, publishAlarm } from "../sns";
import type { Subscriptions } from "../subscriptions";
import { type AlarmState, replayAlarm } from "./alarm-replay";
import { readEmbeddedMetrics } from "./embedded-metrics";
import { MetricStore } from "./metric-store";

/** An alarm that changes its state and tells somebody. */
export interface AlarmNotice {
  readonly alarm: DeployedAlarm;
  /** In milliseconds since 1970. */
  readonly atMs: number;
  readonly to: Exclude<AlarmState, "INSUFFICIENT_DATA">;
  readonly publications: readonly Publication[];
}

/** An alarm that somebody has put into a state. */
export interface SetByHand {
  readonly alarm: DeployedAlarm;
  readonly to: AlarmState;
  readonly reason: string;
  readonly publications: readonly Publication[];
}

const minuteMs = 60_000;

/** Metrics come by the minute. Those of a queue that was not used for some hours begin up to a quarter of an hour late. */
const publicationMs = { usual: minuteMs, queue: 15 * minuteMs };

/** A stand-in for Amazon CloudWatch: keeps metrics, and says what the stack's alarms make of them. */
export class CloudWatch {
  readonly #clock: Clock;
  readonly #deployment: Deployment;
  readonly #store = new MetricStore();
  readonly #subscriptions: Subscriptions | undefined;

  /** Called with each alarm that somebody sets off by hand. */
  onSetByHand: (set: SetByHand) => void = () => undefined;

  /** @param options.subscriptions who has confirmed. @default all that the template names */
  constructor(options: {
    readonly clock: Clock;
    readonly deployment: Deployment;
    readonly subscriptions?: Subscriptions;
  }) {
    this.#clock = options.clock;
    this.#deployment = options.deployment;
    this.#subscriptions = options.subscriptions;
  }

  /** Puts an alarm into a state by hand, which tells whoever is told of that state. */
  setState(alarm: DeployedAlarm, to: AlarmState, reason: string): void {
    const publications = to === "INSUFFICIENT_DATA" ? [] : this.#publish(alarm, to);
    this.onSetByHand({ alarm, to, reason, publications });
  }

  /** Takes in what a function has written to its log. */
  readLog(lines: readonly string[]): void {
    for (const { metric, atMs, value } of lines.flatMap(readEmbeddedMetrics))
      this.#store.record(metric, { atMs, knownAtMs: this.#clock.now() + publicationMs.usual, value });
  }

  /**
   * Counts something of a function.
   *
   * @param atMs what the metric is filed under, in milliseconds since 1970: for an invocation, when it began
   * @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
   */
  countForFunction(
    functionName: string,
    name: "AsyncEventsDropped" | "Errors",
    atMs: number,
    value: number,
  ): void {
    const metric = { namespace: "AWS/Lambda", name, dimensions: { FunctionName: functionName } };
    this.#store.record(metric, { atMs, knownAtMs: this.#clock.now() + publicationMs.usual, value });
  }

  /**
   * Counts a message that was sent to a queue.
   *
   * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
   */
  countMessage(queueName: string): void {
    const metric = {
      namespace: "AWS/SQS",
      name: "NumberOfMessagesSent",
      dimensions: { QueueName: queueName },
    };
    const atMs = this.#clock.now();
    this.#store.record(metric, { atMs, knownAtMs: atMs + publicationMs.queue, value: 1 });
  }

  /**
   * Says what the stack's alarms tell from a moment on, in order of time: about what has happened, and about what follows
   * if nothing more happens. The schedule's last night before counts as a good one.
   *
   * @param fromMs in milliseconds since 1970
   */
  foresee(fromMs: number): AlarmNotice[] {
    const { alarms } = this.#deployment;
    const windowMs = Math.max(
      0,
      ...alarms.map(({ periodMs, evaluationPeriods }) => periodMs * evaluationPeriods),
    );
    const untilMs = Math.max(this.#clock.now(), this.#store.lastKnownAtMs) + windowMs + 2 * 60 * minuteMs;
    return alarms
      .flatMap((alarm) => this.#foreseeAlarm(alarm, fromMs, untilMs))
      .sort((one, other) => one.atMs - other.atMs);
  }

  #foreseeAlarm(alarm: DeployedAlarm, fromMs: number, untilMs: number): AlarmNotice[] {
    if (!alarm.actionsEnabled) return [];
    const store = withGoodRunBefore(this.#store, alarm, this.#deployment.schedules, fromMs);
    return replayAlarm(alarm, store, { fromMs, untilMs, initialState: "OK" }).flatMap(({ atMs, to }) => {
      const publications = this.#publish(alarm, to);
      return publications.length === 0 ? [] : [{ alarm, atMs, to, publications }];
    });
  }

  #publish(alarm: DeployedAlarm, to: "OK" | "ALARM"): Publication[] {
    if (!alarm.actionsEnabled) return [];
    const topicArns = to === "ALARM" ? alarm.alarmActions : alarm.okActions;
    return topicArns.map((topicArn) => publishAlarm(this.#deployment, alarm, topicArn, this.#subscriptions));
  }
}

/**
 * The metrics as if each that should be high, for this alarm to be calm, had been so when the schedule fired last, as far as
 * the alarm looks back.
 */
function withGoodRunBefore(
  store: MetricStore,
  { comparison, threshold, periodMs, evaluationPeriods }: DeployedAlarm,
  schedules: readonly DeployedSchedule[],
  beforeMs: number,
): Pick<MetricStore, "list"> {
  if (comparison !== "LessThanThreshold") return store;
  const fromMs = beforeMs - periodMs * evaluationPeriods;
  const good = schedules.flatMap(({ expression, timeZone }) => {
    const atMs = findLastOccurrence(expression, timeZone, { fromMs, beforeMs });
    return atMs === undefined ? [] : [{ atMs, knownAtMs: atMs, value: threshold }];
  });
  return {
    list: (metric, startMs, endMs) => [
      ...good.filter(({ atMs }) => startMs <= atMs && atMs < endMs),
      ...store.list(metric, startMs, endMs),
    ],
  };
}
