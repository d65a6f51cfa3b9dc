import { Match } from "aws-cdk-lib/assertions";
import { listStatements } from "./list-statements";
import { synthesize } from "./synthesize";

const template = synthesize();

test.each([
  [{}, "cron(30 4 * * ? *)", "UTC"],
  [{ at: "00:05", timeZone: "Europe/Berlin" }, "cron(5 0 * * ? *)", "Europe/Berlin"],
  [{ at: "23:00", days: "sun,mon", timeZone: "asia/tokyo" }, "cron(0 23 ? * MON,SUN *)", "Asia/Tokyo"],
])("%j becomes %s in %s", (settings, expression, timeZone) => {
  synthesize(settings).hasResourceProperties("AWS::Scheduler::Schedule", {
    ScheduleExpression: expression,
    ScheduleExpressionTimezone: timeZone,
    State: "ENABLED",
    FlexibleTimeWindow: { Mode: "OFF" },
    GroupName: Match.absent(),
  });
});

test("a portal that is not enabled keeps its schedule, paused", () => {
  synthesize({ enabled: false }).hasResourceProperties("AWS::Scheduler::Schedule", { State: "DISABLED" });
});

test("the schedule sends the event of a scheduled backup, tries three times within an hour, and keeps what failed", () => {
  template.hasResourceProperties("AWS::Scheduler::Schedule", {
    Target: {
      Arn: { "Fn::GetAtt": ["BackupFunction2B54E943", "Arn"] },
      RoleArn: { "Fn::GetAtt": ["NightlyRole954B33E9", "Arn"] },
      Input: '{"mode":"backup","trigger":"schedule","scheduledTime":"<aws.scheduler.scheduled-time>"}',
      RetryPolicy: { MaximumRetryAttempts: 3, MaximumEventAgeInSeconds: 3600 },
      DeadLetterConfig: { Arn: { "Fn::GetAtt": ["NightlyUndelivered5CF68D42", "Arn"] } },
    },
  });
});

test("undelivered events are kept encrypted for 14 days and travel only encrypted", () => {
  template.resourceCountIs("AWS::SQS::Queue", 1);
  template.hasResourceProperties("AWS::SQS::Queue", {
    SqsManagedSseEnabled: true,
    MessageRetentionPeriod: 14 * 24 * 3600,
  });
  template.hasResourceProperties("AWS::SQS::QueuePolicy", {
    PolicyDocument: {
      Statement: [
        {
          Action: "sqs:*",
          Effect: "Deny",
          Principal: { AWS: "*" },
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ],
    },
  });
});

test("only schedules of this account's default group can take the schedule's role", () => {
  template.hasResourceProperties("AWS::IAM::Role", {
    AssumeRolePolicyDocument: {
      Statement: [
        {
          Action: "sts:AssumeRole",
          Effect: "Allow",
          Principal: { Service: "scheduler.amazonaws.com" },
          Condition: {
            StringEquals: {
              "aws:SourceAccount": { Ref: "AWS::AccountId" },
              "aws:SourceArn": {
                "Fn::Join": [
                  "",
                  [
                    "arn:",
                    { Ref: "AWS::Partition" },
                    ":scheduler:",
                    { Ref: "AWS::Region" },
                    ":",
                    { Ref: "AWS::AccountId" },
                    ":schedule-group/default",
                  ],
                ],
              },
            },
          },
        },
      ],
    },
  });
});

test("the schedule may invoke the function and fill the queue, and nothing else", () => {
  expect(listStatements(template, "NightlyRole954B33E9")).toEqual([
    {
      Sid: "InvokeBackup",
      Effect: "Allow",
      Action: "lambda:InvokeFunction",
      Resource: { "Fn::GetAtt": ["BackupFunction2B54E943", "Arn"] },
    },
    {
      Sid: "KeepUndelivered",
      Effect: "Allow",
      Action: "sqs:SendMessage",
      Resource: { "Fn::GetAtt": ["NightlyUndelivered5CF68D42", "Arn"] },
    },
  ]);
});
