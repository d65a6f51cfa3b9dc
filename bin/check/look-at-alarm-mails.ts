import { ListSubscriptionsByTopicCommand, SNSClient, type Subscription } from "@aws-sdk/client-sns";
import type { AwsSession } from "../deployed/aws-session";
import type { DeployedBackup } from "../deployed/deployed-backup";
import { listNames } from "../terminal/list-names";
import { printable } from "../terminal/printable";
import { type Finding, lookAt } from "./finding";

/** Whom the alarms reach: who has confirmed, and who has yet to. */
export function lookAtAlarmMails(aws: AwsSession, { alarms, stackName }: DeployedBackup): Promise<Finding> {
  return lookAt("Alarm mails", async () => {
    if (alarms === undefined)
      return {
        result: "warning",
        says: "There are no alarms: nobody is told where the report cannot tell.",
        next: `Leave out the setting monitoring, then: npx cdk deploy ${stackName}`,
      };
    const subscriptions = await listSubscriptions(aws, alarms.topicArn);
    const pending = subscriptions.filter(isPending).map(nameSubscriber);
    const confirmed = subscriptions.filter(isConfirmed).map(nameSubscriber);
    const missing = alarms.alertTo.filter((address) => ![...pending, ...confirmed].includes(address));
    if (pending.length > 0)
      return {
        result: "failed",
        says: `${listNames(pending)} ${pending.length === 1 ? "has" : "have"} not confirmed, and will be told of no alarm.${
          confirmed.length > 0 ? ` Confirmed: ${listNames(confirmed)}.` : ""
        }`,
        next: 'Follow the link in the mail "AWS Notification - Subscription Confirmation"; see the spam folder too. SNS forgets who has not done so within two days.',
      };
    if (missing.length > 0 || confirmed.length === 0)
      return {
        result: "failed",
        says:
          confirmed.length === 0
            ? "Nobody is told of alarms: no address is subscribed any more."
            : `${listNames(missing)} ${missing.length === 1 ? "is" : "are"} told of no alarm: the subscription is gone. Confirmed: ${listNames(confirmed)}.`,
        next: `Subscribe anew, and confirm it: aws sns subscribe --region ${aws.region} --topic-arn ${alarms.topicArn} --protocol email --notification-endpoint ${missing[0] ?? "ADDRESS"}`,
      };
    return {
      result: "ok",
      says: `Confirmed by ${listNames(confirmed)}. To try it: npm run check -- --ring`,
    };
  });
}

async function listSubscriptions(aws: AwsSession, topicArn: string): Promise<Subscription[]> {
  const client = new SNSClient(aws.clientSettings);
  const found: Subscription[] = [];
  let token: string | undefined;
  do {
    const command = new ListSubscriptionsByTopicCommand({ TopicArn: topicArn, NextToken: token });
    const { Subscriptions = [], NextToken } = await aws.call("sns:ListSubscriptionsByTopic", (options) =>
      client.send(command, options),
    );
    found.push(...Subscriptions);
    token = NextToken;
  } while (token !== undefined && token !== "");
  return found;
}

function isPending({ SubscriptionArn }: Subscription): boolean {
  return SubscriptionArn === "PendingConfirmation";
}

/** Anything else, such as `Deleted`, gets no mails. */
function isConfirmed({ SubscriptionArn = "" }: Subscription): boolean {
  return SubscriptionArn.startsWith("arn:");
}

function nameSubscriber({ Protocol = "", Endpoint = "" }: Subscription): string {
  return printable(Protocol.startsWith("email") ? Endpoint : `${Protocol} ${Endpoint}`);
}
