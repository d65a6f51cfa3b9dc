import { Stack } from "aws-cdk-lib";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Subscription, SubscriptionProtocol, Topic } from "aws-cdk-lib/aws-sns";
import type { Construct } from "constructs";

export interface AlertTopicProps {
  /** What the mails come from, as people know it. */
  readonly displayName: string;
  /** Each of them has to confirm once that it wants the mails. */
  readonly addresses: readonly string[];
}

/**
 * Where alarms go, and who is mailed then. Nothing of what makes or mails a report has a part in it.
 *
 * It is not encrypted with a key: AWS's own key for SNS does not let CloudWatch publish, and one of ours would cost more
 * than all the rest, to hide the sentence that a backup failed.
 */
export class AlertTopic extends Topic {
  constructor(scope: Construct, id: string, { displayName, addresses }: AlertTopicProps) {
    super(scope, id, { displayName, enforceSSL: true });
    this.#letAlarmsPublish();
    for (const address of addresses) this.#subscribe(address);
  }

  /** An address may have a slash in it, and an id may not: the CDK would make two hyphens of it, which another may have. */
  #subscribe(address: string): void {
    const id = address.replace(/[%/]/g, encodeURIComponent);
    new Subscription(this, id, { topic: this, protocol: SubscriptionProtocol.EMAIL, endpoint: address });
  }

  /**
   * Enforcing TLS gives the topic a policy, and with it takes away the one that every topic has by itself, which would have
   * let alarms publish.
   */
  #letAlarmsPublish(): void {
    const stack = Stack.of(this);
    const alarms = stack.formatArn({ service: "cloudwatch", resource: "alarm:*" });
    this.addToResourcePolicy(
      new PolicyStatement({
        sid: "LetAlarmsPublish",
        principals: [new ServicePrincipal("cloudwatch.amazonaws.com")],
        actions: ["sns:Publish"],
        resources: [this.topicArn],
        conditions: {
          StringEquals: { "aws:SourceAccount": stack.account },
          ArnLike: { "aws:SourceArn": alarms },
        },
      }),
    );
  }
}
