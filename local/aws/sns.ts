import type { DeployedAlarm, Deployment } from "./deployment";
import { AccessDenied, authorizeService } from "./iam";
import type { Subscriptions } from "./subscriptions";

/** What becomes of an alarm's notification at one of the topics that it goes to. */
export type Publication =
  /** Each subscriber is mailed who has confirmed the subscription. */
  | { readonly kind: "published"; readonly addresses: readonly string[] }
  /** A topic that is not the stack's: whom it tells is not known here. */
  | { readonly kind: "elsewhere"; readonly topicArn: string }
  | { readonly kind: "denied"; readonly denial: AccessDenied };

/**
 * Publishes an alarm's notification to a topic, as CloudWatch does: over TLS, and in the alarm's name.
 * @param subscriptions who has confirmed. @default all that the template names
 */
export function publishAlarm(
  { topics, accountId }: Deployment,
  { arn: alarmArn }: Pick<DeployedAlarm, "arn">,
  topicArn: string,
  subscriptions?: Subscriptions,
): Publication {
  const topic = topics.find(({ arn }) => arn === topicArn);
  if (topic === undefined) return { kind: "elsewhere", topicArn };
  try {
    authorizeService(topic.policy, {
      service: "cloudwatch.amazonaws.com",
      action: "sns:Publish",
      resource: topicArn,
      context: {
        "aws:SecureTransport": "true",
        "aws:SourceAccount": accountId,
        "aws:SourceArn": alarmArn,
      },
    });
    return { kind: "published", addresses: subscriptions?.listConfirmed(topicArn) ?? topic.addresses };
  } catch (cause) {
    if (!(cause instanceof AccessDenied)) throw cause;
    return { kind: "denied", denial: cause };
  }
}
