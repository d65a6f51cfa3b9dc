import * as schemas from "./cloudformation/alarm-properties";
import { attributeOf, collectResources, type Parsed } from "./cloudformation/collect-resources";
import type { ResolvedResource } from "./cloudformation/resolve-template";
import { TemplateError } from "./cloudformation/template-error";
import type { DeployedAlarm, DeployedMetric, DeployedTopic } from "./deployment";
import { parsePolicyDocument } from "./iam/statement";

/**
 * Takes the alarms of a stack.
 *
 * @throws TemplateError on an alarm that is not one of metric math over metrics with one period, or that tells a topic of
 * another region
 */
export function deployAlarms(resources: readonly ResolvedResource[]): DeployedAlarm[] {
  return collectResources(resources, "AWS::CloudWatch::Alarm", schemas.alarmProperties).map(deployAlarm);
}

/** Takes the topics of a stack, with their policies and those who have subscribed to them. */
export function deployTopics(resources: readonly ResolvedResource[]): DeployedTopic[] {
  const policies = collectResources(resources, "AWS::SNS::TopicPolicy", schemas.topicPolicyProperties);
  const subscriptions = collectResources(resources, "AWS::SNS::Subscription", schemas.subscriptionProperties);
  return collectResources(resources, "AWS::SNS::Topic", schemas.topicProperties).map((resource) => ({
    logicalId: resource.logicalId,
    arn: resource.ref,
    policy: policies
      .filter(({ properties }) => properties.Topics.includes(resource.ref))
      .flatMap(({ logicalId, properties }) => parsePolicyDocument(properties.PolicyDocument, logicalId)),
    addresses: subscriptions
      .filter(({ properties }) => properties.TopicArn === resource.ref)
      .map(({ properties }) => properties.Endpoint),
  }));
}

function deployAlarm(resource: Parsed<typeof schemas.alarmProperties>): DeployedAlarm {
  const { logicalId, ref: name, properties } = resource;
  const where = `Resources.${logicalId}.Properties.Metrics`;
  const expressions = properties.Metrics.flatMap((one) => ("Expression" in one ? [one.Expression] : []));
  const stats = properties.Metrics.flatMap((one) => ("MetricStat" in one ? [one] : []));
  const [expression, ...others] = expressions;
  if (expression === undefined || others.length > 0)
    throw new TemplateError(where, `it has ${expressions.length} expressions, where one is known here.`);
  const [periodSeconds, ...otherPeriods] = new Set(stats.map(({ MetricStat }) => MetricStat.Period));
  if (periodSeconds === undefined || otherPeriods.length > 0)
    throw new TemplateError(where, "its metrics do not have one and the same period.");
  const arn = attributeOf(resource, "Arn");
  refuseOtherRegions(arn, logicalId, [...properties.AlarmActions, ...properties.OKActions]);
  return {
    logicalId,
    name,
    arn,
    description: properties.AlarmDescription,
    actionsEnabled: properties.ActionsEnabled,
    alarmActions: properties.AlarmActions,
    okActions: properties.OKActions,
    expression,
    metrics: new Map(stats.map(({ Id, MetricStat }) => [Id, describeMetric(MetricStat)])),
    periodMs: periodSeconds * 1000,
    evaluationPeriods: properties.EvaluationPeriods,
    datapointsToAlarm: properties.DatapointsToAlarm,
    comparison: properties.ComparisonOperator,
    threshold: properties.Threshold,
    treatMissingData: properties.TreatMissingData,
  };
}

/** CloudWatch publishes to topics of its own region only. */
function refuseOtherRegions(alarmArn: string, logicalId: string, topicArns: readonly string[]): void {
  const regionOf = (arn: string) => arn.split(":")[3];
  const far = topicArns.find((arn) => regionOf(arn) !== regionOf(alarmArn));
  if (far === undefined) return;
  const problem = `${far} is not in the stack's region ${regionOf(alarmArn)}, whose topics alone an alarm can tell.`;
  throw new TemplateError(`Resources.${logicalId}.Properties.AlarmActions`, problem);
}

type MetricStat = Extract<
  Parsed<typeof schemas.alarmProperties>["properties"]["Metrics"][number],
  { readonly MetricStat: unknown }
>["MetricStat"];

function describeMetric({ Metric, Stat }: MetricStat): DeployedMetric {
  return {
    namespace: Metric.Namespace,
    name: Metric.MetricName,
    dimensions: Object.fromEntries(Metric.Dimensions.map(({ Name, Value }) => [Name, Value])),
    statistic: Stat,
  };
}
