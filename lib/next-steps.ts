import { Aws, CfnOutput } from "aws-cdk-lib";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import type { ILogGroup } from "aws-cdk-lib/aws-logs";
import type { ISecret } from "aws-cdk-lib/aws-secretsmanager";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import type { Construct } from "constructs";

export interface NextStepsProps {
  readonly function: IFunction;
  readonly logGroup: ILogGroup;
  readonly apiKeySecret: ISecret;
  /** Undefined if there are no alarms. */
  readonly alertTopic: ITopic | undefined;
}

const consoleUrl = `https://${Aws.REGION}.console.aws.amazon.com`;

/**
 * Adds the stack outputs that a person needs after a deployment. The links lead to the console of AWS's commercial
 * regions. The names in them need no escaping, not even the log group's: CloudFormation made them of letters, digits and
 * hyphens.
 */
export function addNextSteps(stack: Construct, props: NextStepsProps): void {
  const { functionName } = props.function;
  const { secretArn } = props.apiKeySecret;
  const invoke = `aws lambda invoke --region ${Aws.REGION} --function-name ${functionName}`;
  const outputs = {
    SetApiKey: {
      description:
        "1. Stores the DocSpace API key where npm run set-api-key, the better way, is not at hand: run it, paste the key, " +
        "press Enter and then Ctrl-D",
      value: `aws secretsmanager put-secret-value --region ${Aws.REGION} --secret-id ${secretArn} --secret-string file:///dev/stdin`,
    },
    ApiKeyConsole: {
      description: "The same in the AWS console: Retrieve secret value, Edit",
      value: `${consoleUrl}/secretsmanager/secret?name=${secretArn}&region=${Aws.REGION}`,
    },
    CheckNow: {
      description:
        "2. Says whether tonight's backup will work, and starts nothing; npm run check looks at more",
      // Without a limit of its own, the command line would ask again after a minute.
      value: `${invoke} --cli-binary-format raw-in-base64-out --cli-read-timeout 0 --payload '{"mode":"check"}' /dev/stdout`,
    },
    BackUpNow: {
      description: "3. Starts a backup at once, besides the nightly ones; its report comes by mail",
      value: `${invoke} --invocation-type Event --cli-binary-format raw-in-base64-out --payload '{}' /dev/null`,
    },
    ConsoleTest: {
      description: "The same in the AWS console: open it and press Test",
      value: `${consoleUrl}/lambda/home?region=${Aws.REGION}#/functions/${functionName}?tab=testing`,
    },
    Logs: {
      description: "What each run did, step by step",
      value: `${consoleUrl}/cloudwatch/home?region=${Aws.REGION}#logsV2:log-groups/log-group/${props.logGroup.logGroupName}`,
    },
    ...describeAlarmOutputs(props),
  };
  for (const [id, output] of Object.entries(outputs)) new CfnOutput(stack, id, output);
}

function describeAlarmOutputs({ alertTopic }: NextStepsProps) {
  if (alertTopic === undefined) return {};
  return {
    AlarmRecipients: {
      description:
        "Lists who is mailed by alarms; PendingConfirmation: not yet agreed. An address that is missing is told nothing",
      value: `aws sns list-subscriptions-by-topic --region ${Aws.REGION} --topic-arn ${alertTopic.topicArn} --query "Subscriptions[].[Endpoint,SubscriptionArn]" --output text`,
    },
  };
}
