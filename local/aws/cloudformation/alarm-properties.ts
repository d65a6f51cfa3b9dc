import * as v from "valibot";

/**
 * What the rehearsal understands of alarms and of the topics that they go to: alarms on metric math whose every metric is
 * filled, topics that mail.
 */

const metric = v.strictObject({
  Namespace: v.string(),
  MetricName: v.string(),
  Dimensions: v.optional(v.array(v.strictObject({ Name: v.string(), Value: v.string() })), []),
});

const query = v.union([
  v.strictObject({
    Id: v.string(),
    Expression: v.string(),
    Label: v.optional(v.string()),
    ReturnData: v.literal(true),
  }),
  v.strictObject({
    Id: v.string(),
    MetricStat: v.strictObject({
      Metric: metric,
      Period: v.number(),
      Stat: v.picklist(["Sum", "Maximum"]),
    }),
    ReturnData: v.literal(false),
  }),
]);

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudwatch-alarm.html */
export const alarmProperties = v.strictObject({
  AlarmName: v.optional(v.string()),
  AlarmDescription: v.optional(v.string(), ""),
  ActionsEnabled: v.optional(v.boolean(), true),
  AlarmActions: v.optional(v.array(v.string()), []),
  OKActions: v.optional(v.array(v.string()), []),
  ComparisonOperator: v.picklist(["LessThanThreshold", "GreaterThanOrEqualToThreshold"]),
  Threshold: v.number(),
  EvaluationPeriods: v.number(),
  DatapointsToAlarm: v.number(),
  TreatMissingData: v.picklist(["breaching", "notBreaching"]),
  Metrics: v.array(query),
});

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sns-topic.html */
export const topicProperties = v.strictObject({
  TopicName: v.optional(v.string()),
  DisplayName: v.optional(v.string()),
});

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sns-topicpolicy.html */
export const topicPolicyProperties = v.strictObject({
  Topics: v.array(v.string()),
  PolicyDocument: v.record(v.string(), v.unknown()),
});

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sns-subscription.html */
export const subscriptionProperties = v.strictObject({
  TopicArn: v.string(),
  Protocol: v.literal("email"),
  Endpoint: v.string(),
});
