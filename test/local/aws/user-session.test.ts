import {
  CloudFormationClient,
  DescribeStacksCommand,
  ListStacksCommand,
} from "@aws-sdk/client-cloudformation";
import { CloudWatchClient, DescribeAlarmsCommand, SetAlarmStateCommand } from "@aws-sdk/client-cloudwatch";
import { GetFunctionCommand, InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { GetScheduleCommand, SchedulerClient } from "@aws-sdk/client-scheduler";
import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { SESClient, SendEmailCommand } from "@aws-sdk/client-ses";
import { GetAccountCommand, GetEmailIdentityCommand, SESv2Client } from "@aws-sdk/client-sesv2";
import { ListSubscriptionsByTopicCommand, ListTopicsCommand, SNSClient } from "@aws-sdk/client-sns";
import { Duration, type Stack } from "aws-cdk-lib";
import * as cloudwatch from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import * as iam from "aws-cdk-lib/aws-iam";
import * as sns from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import { Account } from "../../../local/aws/account";
import type { SetByHand } from "../../../local/aws/cloudwatch/cloudwatch";
import { deployStack } from "../../../local/aws/deploy-stack";
import { systemClock } from "../../../local/clock/system-clock";
import { describeBackup, synthesiseStack } from "./backup-like-stack";
import { closeAll, later } from "./open-gateway";

const source = `exports.handler = async (event) => {
  if (event.fail) throw new RangeError("it is to fail");
  return { got: event };
};`;

/** A backup with an alarm that mails two people. */
function describeWatchedBackup(stack: Stack): void {
  describeBackup(stack, { source });
  const topic = new sns.Topic(stack, "Topic");
  for (const address of ["one@example.com", "other@example.com"])
    topic.addSubscription(new EmailSubscription(address));
  topic.addToResourcePolicy(
    new iam.PolicyStatement({
      principals: [new iam.ServicePrincipal("cloudwatch.amazonaws.com")],
      actions: ["sns:Publish"],
      resources: [topic.topicArn],
    }),
  );
  const period = Duration.minutes(5);
  const errors = new cloudwatch.Metric({ namespace: "Test", metricName: "Errors", statistic: "Sum", period });
  new cloudwatch.Alarm(stack, "Alarm", {
    metric: new cloudwatch.MathExpression({ expression: "FILL(m, 0)", usingMetrics: { m: errors }, period }),
    evaluationPeriods: 1,
    datapointsToAlarm: 1,
    threshold: 1,
    comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
  }).addAlarmAction(new SnsAction(topic));
}

const deployed = deployStack(synthesiseStack(describeWatchedBackup));
const deployment = {
  ...deployed,
  outputs: {
    ...deployed.outputs,
    Note: "<&>",
    Sender: "backup@example.com",
    ReportTo: "a@example.com,b@example.com",
  },
};
const topicArn = deployment.topics[0]?.arn ?? "";

afterEach(closeAll);

async function openAccount() {
  const account = await Account.open({ deployment, clock: systemClock, seed: 1 });
  later(() => account.close());
  const { awsEndpointUrl: endpoint, credentials } = account.openUserSession();
  return { account, client: { region: deployment.region, endpoint, credentials, maxAttempts: 1 } };
}

test("CloudFormation lists the stacks page by page, with their outputs", async () => {
  const { account, client } = await openAccount();
  const cloudFormation = new CloudFormationClient(client);
  account.cloudFormation.stacks.push({ name: "Other", status: "UPDATE_COMPLETE", outputs: {} });
  account.cloudFormation.pageSize = 1;
  const { Stacks: [stack] = [], NextToken } = await cloudFormation.send(new DescribeStacksCommand({}));
  expect(stack).toMatchObject({ StackName: "Nightly-acme", StackStatus: "CREATE_COMPLETE" });
  expect(stack?.Outputs).toContainEqual({ OutputKey: "Note", OutputValue: "<&>" });
  const { Stacks, NextToken: last } = await cloudFormation.send(new DescribeStacksCommand({ NextToken }));
  expect(Stacks?.map(({ StackName }) => StackName)).toEqual(["Other"]);
  expect(last).toBeUndefined();
  await expect(cloudFormation.send(new DescribeStacksCommand({ StackName: "Other" }))).rejects.toThrow(
    "all stacks",
  );
  await expect(cloudFormation.send(new ListStacksCommand({}))).rejects.toThrow("knows no ListStacks");
});

test("Lambda runs the function and gives its answer, or takes the event and gives none", async () => {
  const { account, client } = await openAccount();
  const lambda = new LambdaClient(client);
  const FunctionName = deployment.functions[0]?.name;
  const answer = await lambda.send(new InvokeCommand({ FunctionName, Payload: '{"a":1}' }));
  expect(answer).toMatchObject({ StatusCode: 200, ExecutedVersion: "$LATEST" });
  expect(answer.FunctionError).toBeUndefined();
  expect(answer.Payload?.transformToString()).toBe('{"got":{"a":1}}');
  const failed = await lambda.send(new InvokeCommand({ FunctionName, Payload: '{"fail":true}' }));
  expect(failed.FunctionError).toBe("Unhandled");
  expect(failed.Payload?.transformToString()).toBe(
    '{"errorType":"RangeError","errorMessage":"it is to fail"}',
  );
  const events: unknown[] = [];
  account.lambda.onInvocationEnd = ({ event }) => events.push(event);
  const taken = await lambda.send(new InvokeCommand({ FunctionName, InvocationType: "Event" }));
  expect(taken.StatusCode).toBe(202);
  await account.activity.whenQuiet();
  expect(events).toEqual([{}]);
});

test("Lambda refuses what it does not know, is not allowed or has no room for", async () => {
  const { account, client } = await openAccount();
  const lambda = new LambdaClient(client);
  const FunctionName = deployment.functions[0]?.name;
  const invoke = (more: object) => lambda.send(new InvokeCommand({ FunctionName, ...more }));
  await expect(invoke({ FunctionName: "gone" })).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  await expect(invoke({ Payload: "{" })).rejects.toMatchObject({ name: "InvalidRequestContentException" });
  await expect(invoke({ InvocationType: "DryRun" })).rejects.toMatchObject({
    name: "InvalidParameterValueException",
  });
  await expect(lambda.send(new GetFunctionCommand({ FunctionName }))).rejects.toThrow("knows no GET");
  account.lambda.rejection = { code: "TooManyRequestsException", message: "Rate Exceeded." };
  for (const InvocationType of ["Event", "RequestResponse"])
    await expect(invoke({ InvocationType })).rejects.toMatchObject({ name: "TooManyRequestsException" });
  account.administrator.deny("lambda:InvokeFunction");
  await expect(invoke({})).rejects.toMatchObject({ name: "AccessDeniedException" });
});

test("SNS tells who has confirmed, and CloudWatch's test alarm reaches those alone", async () => {
  const { account, client } = await openAccount();
  const topics = new SNSClient(client);
  const [first] = account.subscriptions.list(topicArn);
  if (first !== undefined) first.isConfirmed = false;
  const { Subscriptions } = await topics.send(new ListSubscriptionsByTopicCommand({ TopicArn: topicArn }));
  expect(Subscriptions).toEqual([
    expect.objectContaining({ Endpoint: "one@example.com", SubscriptionArn: "PendingConfirmation" }),
    expect.objectContaining({ Endpoint: "other@example.com", Protocol: "email" }),
  ]);
  const set: SetByHand[] = [];
  account.cloudWatch.onSetByHand = (one) => set.push(one);
  const alarms = new CloudWatchClient(client);
  const AlarmName = deployment.alarms[0]?.name;
  await alarms.send(new SetAlarmStateCommand({ AlarmName, StateValue: "ALARM", StateReason: "a test" }));
  expect(set).toMatchObject([
    {
      to: "ALARM",
      reason: "a test",
      publications: [{ kind: "published", addresses: ["other@example.com"] }],
    },
  ]);
});

test("SNS and CloudWatch refuse in their own words", async () => {
  const { account, client } = await openAccount();
  const topics = new SNSClient(client);
  const alarms = new CloudWatchClient(client);
  const list = (TopicArn: string) => topics.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
  const ring = (AlarmName: string | undefined) =>
    alarms.send(new SetAlarmStateCommand({ AlarmName, StateValue: "ALARM", StateReason: "a test" }));
  await expect(list(`${topicArn}x`)).rejects.toMatchObject({ name: "NotFoundException" });
  await expect(topics.send(new ListTopicsCommand({}))).rejects.toThrow("knows no ListTopics");
  await expect(ring("gone")).rejects.toThrow("Unknown alarm gone");
  await expect(alarms.send(new DescribeAlarmsCommand({}))).rejects.toThrow("knows no DescribeAlarms");
  account.administrator.deny("sns:ListSubscriptionsByTopic");
  account.administrator.deny("cloudwatch:SetAlarmState");
  await expect(list(topicArn)).rejects.toMatchObject({ name: "AuthorizationErrorException" });
  await expect(ring(deployment.alarms[0]?.name)).rejects.toMatchObject({
    name: expect.stringMatching(/^AccessDenied/),
  });
});

test("SES v2 and v1 answer side by side, and agree about who is verified", async () => {
  const { account, client } = await openAccount();
  const identities = new SESv2Client(client);
  const mails = new SESClient(client);
  const look = (EmailIdentity: string) => identities.send(new GetEmailIdentityCommand({ EmailIdentity }));
  const mail = () =>
    mails.send(
      new SendEmailCommand({
        Source: "Backup <backup@example.com>",
        Destination: { ToAddresses: ["a@example.com"] },
        Message: { Subject: { Data: "s" }, Body: { Text: { Data: "t" } } },
      }),
    );
  expect(await identities.send(new GetAccountCommand({}))).toMatchObject({
    ProductionAccessEnabled: false,
    SendingEnabled: true,
  });
  expect(await look("b@example.com")).toMatchObject({ VerifiedForSendingStatus: true });
  await expect(look("example.com")).rejects.toMatchObject({ name: "NotFoundException" });
  await expect(mail()).resolves.toMatchObject({ MessageId: expect.any(String) });
  account.identities.verified.set("a@example.com", false);
  expect(await look("a@example.com")).toMatchObject({ VerifiedForSendingStatus: false });
  await expect(mail()).rejects.toMatchObject({
    name: "MessageRejected",
    message: expect.stringContaining("EU-CENTRAL-1: a@example.com"),
  });
  account.identities.isInSandbox = false;
  await expect(mail()).resolves.toMatchObject({ MessageId: expect.any(String) });
});

test("Scheduler tells of a schedule as it is now", async () => {
  const { account, client } = await openAccount();
  const schedules = new SchedulerClient(client);
  const look = () => schedules.send(new GetScheduleCommand({ Name: deployment.schedules[0]?.name }));
  expect(await look()).toMatchObject({
    State: "ENABLED",
    GroupName: "default",
    ScheduleExpressionTimezone: "Europe/Berlin",
  });
  account.schedules.disableAll();
  expect(await look()).toMatchObject({ State: "DISABLED" });
  expect(account.schedules.listUpcoming()).toEqual([]);
  account.schedules.removeAll();
  await expect(look()).rejects.toMatchObject({ name: "ResourceNotFoundException" });
});

test("Secrets Manager takes a new value, which is the present one from then on", async () => {
  const { account, client } = await openAccount();
  const secrets = new SecretsManagerClient(client);
  const SecretId = account.onlySecret.arn;
  const put = await secrets.send(new PutSecretValueCommand({ SecretId, SecretString: "new" }));
  expect(await secrets.send(new GetSecretValueCommand({ SecretId }))).toMatchObject({
    SecretString: "new",
    VersionId: put.VersionId,
  });
  const gone = new PutSecretValueCommand({ SecretId: "gone", SecretString: "new" });
  await expect(secrets.send(gone)).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  const binary = new PutSecretValueCommand({ SecretId, SecretBinary: Buffer.from("secret") });
  await expect(secrets.send(binary)).rejects.toMatchObject({ name: "ValidationException" });
});
