import type { DeployedAlarm, DeployedMetric } from "../../../../local/aws/deployment";

export const metric: DeployedMetric = {
  namespace: "Test",
  name: "Good",
  dimensions: { Of: "it" },
  statistic: "Maximum",
};

/** An alarm that goes off when three hours have nothing good, with what a test wants otherwise. */
export function sampleAlarm(fields: Partial<DeployedAlarm> = {}): DeployedAlarm {
  return {
    logicalId: "NothingGood01234567",
    name: "Test-NothingGood01234567-ABC",
    arn: "arn:aws:cloudwatch:eu-central-1:123456789012:alarm:Test-NothingGood01234567-ABC",
    description: "Nothing good.",
    actionsEnabled: true,
    alarmActions: [],
    okActions: [],
    expression: "FILL(good, 0)",
    metrics: new Map([["good", metric]]),
    periodMs: 3_600_000,
    evaluationPeriods: 3,
    datapointsToAlarm: 3,
    comparison: "LessThanThreshold",
    threshold: 1,
    treatMissingData: "breaching",
    ...fields,
  };
}
