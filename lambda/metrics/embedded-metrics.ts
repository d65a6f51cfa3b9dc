import { metricDimension, metricNames, metricNamespace } from "../environment";
import type { ReportMetrics, WriteMetrics } from "../run/ports";

/**
 * Words the metrics of a report as a line of log from which CloudWatch makes metrics: in its embedded metric format.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function formatMetrics({
  atMs,
  backupName,
  verified,
  durationSeconds,
  sizeBytes,
  reportSent,
}: ReportMetrics): string {
  const measured = [
    { Name: metricNames.verified, Unit: "Count", value: Number(verified) },
    { Name: metricNames.durationSeconds, Unit: "Seconds", value: durationSeconds },
    { Name: metricNames.sizeBytes, Unit: "Bytes", value: sizeBytes },
    { Name: metricNames.reportSent, Unit: "Count", value: Number(reportSent) },
  ].filter(({ value }) => value !== undefined);
  const definition = {
    Namespace: metricNamespace,
    Dimensions: [[metricDimension]],
    Metrics: measured.map(({ Name, Unit }) => ({ Name, Unit })),
  };
  return JSON.stringify({
    _aws: { Timestamp: atMs, CloudWatchMetrics: [definition] },
    [metricDimension]: backupName,
    ...Object.fromEntries(measured.map(({ Name, value }) => [Name, value])),
  });
}

/** Writes past the console, whose lines Lambda wraps in JSON of its own: CloudWatch would see no metrics in them. */
export const writeMetrics: WriteMetrics = (metrics) => {
  process.stdout.write(`${formatMetrics(metrics)}\n`);
};
