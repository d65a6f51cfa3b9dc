import type { DeployedAlarm, DeployedMetric } from "../deployment";
import {
  type EmptyFill,
  evaluateExpression,
  type MetricExpression,
  parseExpression,
  type Series,
} from "./metric-expression";
import type { MetricStore } from "./metric-store";

export type AlarmState = "OK" | "ALARM" | "INSUFFICIENT_DATA";

/** A change of an alarm's state. */
export interface AlarmTransition {
  /** In milliseconds since 1970. */
  readonly atMs: number;
  readonly from: AlarmState;
  readonly to: "OK" | "ALARM";
}

export interface ReplayOptions {
  /** When the alarm is made or, with an `initialState`, looked at for the first time; in milliseconds since 1970. */
  readonly fromMs: number;
  readonly untilMs: number;
  /** @default "INSUFFICIENT_DATA", that of a new alarm */
  readonly initialState?: AlarmState;
  /** @default "filled" */
  readonly emptyFill?: EmptyFill;
  /**
   * At which minute of an hour CloudWatch looks at an alarm that looks back over more than a day: 0–59. AWS leaves it open.
   *
   * @default 3, as in AWS's own example
   */
  readonly multiDayMinute?: number;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/**
 * Replays an alarm over metrics, as CloudWatch documents it: an alarm that looks back over more than a day is evaluated once
 * an hour over whole hours, any other each minute over a window that slides.
 *
 * @throws MetricExpressionError
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
 */
export function replayAlarm(
  alarm: DeployedAlarm,
  store: Pick<MetricStore, "list">,
  options: ReplayOptions,
): AlarmTransition[] {
  const { fromMs, untilMs } = options;
  const { initialState = "INSUFFICIENT_DATA", emptyFill = "filled", multiDayMinute = 3 } = options;
  const isMultiDay = alarm.periodMs * alarm.evaluationPeriods > dayMs;
  const [everyMs, offsetMs] = isMultiDay ? [hourMs, multiDayMinute * minuteMs] : [minuteMs, 0];
  const expression = parseExpression(alarm.expression);
  const transitions: AlarmTransition[] = [];
  let state = initialState;
  const firstMs = Math.ceil((fromMs - offsetMs) / everyMs) * everyMs + offsetMs;
  for (let atMs = firstMs; atMs <= untilMs; atMs += everyMs) {
    const endMs = atMs - offsetMs;
    const to = judge(alarm, readWindow(alarm, store, { expression, atMs, endMs, emptyFill }));
    if (to !== state) transitions.push({ atMs, from: state, to });
    state = to;
    // As long as there is nothing in its window, an alarm stays as it is.
    const idleMs = findNextPoint(alarm, store, endMs, untilMs) - endMs;
    atMs += Math.max(0, Math.floor(idleMs / everyMs)) * everyMs;
  }
  return transitions;
}

/** The earliest value in the window that ends then, or after it. */
function findNextPoint(
  { metrics, periodMs, evaluationPeriods }: DeployedAlarm,
  store: Pick<MetricStore, "list">,
  endMs: number,
  untilMs: number,
): number {
  const startMs = endMs - periodMs * evaluationPeriods;
  const first = [...metrics.values()].map(
    (metric) => store.list(metric, startMs, untilMs)[0]?.atMs ?? untilMs,
  );
  return Math.min(...first);
}

interface Window {
  readonly expression: MetricExpression;
  /** When it is looked at. */
  readonly atMs: number;
  readonly endMs: number;
  readonly emptyFill: EmptyFill;
}

/** The expression over the window, with what is known of it by then. */
function readWindow(
  alarm: DeployedAlarm,
  store: Pick<MetricStore, "list">,
  window: Window,
): readonly number[] | undefined {
  const { periodMs, evaluationPeriods } = alarm;
  const startMs = window.endMs - periodMs * evaluationPeriods;
  const readMetric = (name: string): Series => {
    const metric = alarm.metrics.get(name);
    if (metric === undefined) throw new Error(`The alarm ${alarm.name} has no metric "${name}".`);
    const series: (number | undefined)[] = Array(evaluationPeriods).fill(undefined);
    for (const { atMs, knownAtMs, value } of store.list(metric, startMs, window.endMs)) {
      const period = Math.floor((atMs - startMs) / periodMs);
      if (knownAtMs <= window.atMs) series[period] = combine(series[period], value, metric.statistic);
    }
    return series;
  };
  return evaluateExpression(window.expression, readMetric, window.emptyFill);
}

function combine(earlier: number | undefined, value: number, statistic: DeployedMetric["statistic"]): number {
  if (earlier === undefined) return value;
  return statistic === "Maximum" ? Math.max(earlier, value) : earlier + value;
}

/** @param values one for each period, or undefined where there is nothing at all */
function judge(alarm: DeployedAlarm, values: readonly number[] | undefined): "OK" | "ALARM" {
  const { comparison, threshold, datapointsToAlarm, treatMissingData } = alarm;
  if (values === undefined) return treatMissingData === "breaching" ? "ALARM" : "OK";
  const isBreaching = (value: number) =>
    comparison === "LessThanThreshold" ? value < threshold : value >= threshold;
  return values.filter(isBreaching).length >= datapointsToAlarm ? "ALARM" : "OK";
}
