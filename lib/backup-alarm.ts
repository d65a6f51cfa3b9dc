import type { Duration } from "aws-cdk-lib";
import {
  Alarm,
  type ComparisonOperator,
  type IMetric,
  MathExpression,
  type TreatMissingData,
} from "aws-cdk-lib/aws-cloudwatch";
import type { Construct } from "constructs";

export interface BackupAlarmProps {
  readonly description: string;
  /** Metric math over `metrics`. Each must be filled where it has no data: see {@link BackupAlarm}. */
  readonly expression: string;
  /** By their names in the expression. */
  readonly metrics: Readonly<Record<string, IMetric>>;
  readonly period: Duration;
  /** How many periods are looked back over. */
  readonly evaluationPeriods: number;
  /** In how many of them the threshold must be crossed. */
  readonly datapointsToAlarm: number;
  readonly comparisonOperator: ComparisonOperator;
  readonly threshold: number;
  /** What the alarm does where there is no metric at all to fill. */
  readonly treatMissingData: TreatMissingData;
  /** @default true */
  readonly actionsEnabled?: boolean;
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
const maxDescriptionLength = 1024;
const maxWindowSeconds = 7 * 24 * 3600;
const maxShortWindowSeconds = 24 * 3600;
const shortPeriodSeconds = 3600;

/** A change to this file or its callers went beyond what CloudWatch takes. No setting can do that. */
export class AlarmLimitError extends Error {
  override name = "AlarmLimitError";
}

/**
 * An alarm on metrics that have data for a minute a day.
 *
 * CloudWatch looks for missing data further back than an alarm says, and goes by what it finds there: an alarm on such a
 * metric itself would stay as it is for hours or days. Filled, the metric has data for every period, and the alarm means what
 * it says.
 * @throws AlarmLimitError which neither the CDK nor CloudFormation would say before the deployment
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */
export class BackupAlarm extends Alarm {
  constructor(scope: Construct, id: string, props: BackupAlarmProps) {
    const { description, expression, metrics, period, ...others } = props;
    checkLimits(id, props);
    super(scope, id, {
      ...others,
      alarmDescription: description,
      metric: new MathExpression({ expression, usingMetrics: { ...metrics }, period }),
    });
  }
}

function checkLimits(id: string, { description, period, evaluationPeriods }: BackupAlarmProps): void {
  if (description.length > maxDescriptionLength) {
    throw new AlarmLimitError(
      `The description of the alarm ${id} has ${description.length} characters, expected at most ${maxDescriptionLength}.`,
    );
  }
  const periodSeconds = period.toSeconds();
  const windowSeconds = periodSeconds * evaluationPeriods;
  const maxSeconds = periodSeconds < shortPeriodSeconds ? maxShortWindowSeconds : maxWindowSeconds;
  if (windowSeconds > maxSeconds) {
    throw new AlarmLimitError(
      `The alarm ${id} looks back over ${evaluationPeriods} periods of ${periodSeconds} seconds: ${windowSeconds} ` +
        `seconds, expected at most ${maxSeconds}.`,
    );
  }
}
