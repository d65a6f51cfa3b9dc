import * as v from "valibot";
import type { MetricIdentity } from "./metric-store";

/** A metric that a line of log holds. */
export interface EmbeddedMetric {
  readonly metric: MetricIdentity;
  readonly atMs: number;
  readonly value: number;
}

/** A line is meant as metrics, and CloudWatch would pass over it in silence. */
export class EmbeddedMetricError extends Error {
  override readonly name = "EmbeddedMetricError";

  constructor(line: string, problem: string) {
    super(`CloudWatch would not take the metrics in this line: ${problem}. The line: ${line}`);
  }
}

const anyObject = v.pipe(v.string(), v.parseJson(), v.looseObject({ _aws: v.unknown() }));

const definition = v.strictObject({
  Namespace: v.pipe(v.string(), v.nonEmpty()),
  Dimensions: v.pipe(v.array(v.array(v.string())), v.length(1)),
  Metrics: v.array(v.strictObject({ Name: v.string(), Unit: v.optional(v.string()) })),
});

const envelope = v.strictObject({ Timestamp: v.number(), CloudWatchMetrics: v.array(definition) });

/**
 * Reads the metrics of a line of log; most lines have none.
 *
 * @throws EmbeddedMetricError if the line is in the embedded metric format, and not as that demands
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function readEmbeddedMetrics(line: string): EmbeddedMetric[] {
  const found = v.safeParse(anyObject, line);
  if (!found.success || found.output._aws === undefined) return [];
  const parsed = v.safeParse(envelope, found.output._aws);
  if (!parsed.success)
    throw new EmbeddedMetricError(
      line,
      `_aws.${v.getDotPath(parsed.issues[0])}: ${parsed.issues[0].message}`,
    );
  const { Timestamp: atMs, CloudWatchMetrics } = parsed.output;
  const values = new Map(Object.entries(found.output));
  return CloudWatchMetrics.flatMap(({ Namespace: namespace, Dimensions, Metrics }) => {
    const dimensions = Object.fromEntries(
      Dimensions.flat().map((name) => [name, readText(values.get(name), name, line)]),
    );
    return Metrics.map(({ Name: name }) => ({
      metric: { namespace, name, dimensions },
      atMs,
      value: readNumber(values.get(name), name, line),
    }));
  });
}

function readText(value: unknown, name: string, line: string): string {
  if (typeof value === "string" && value !== "") return value;
  throw new EmbeddedMetricError(line, `the dimension ${name} is ${JSON.stringify(value)}, expected a text`);
}

function readNumber(value: unknown, name: string, line: string): number {
  if (typeof value === "number") return value;
  throw new EmbeddedMetricError(line, `the metric ${name} is ${JSON.stringify(value)}, expected a number`);
}
