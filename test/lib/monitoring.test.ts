import { readFileSync } from "node:fs";
import { join } from "node:path";
import { App, Duration, Stack } from "aws-cdk-lib";
import { Match } from "aws-cdk-lib/assertions";
import { ComparisonOperator, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { AlarmLimitError, BackupAlarm, type BackupAlarmProps } from "../../lib/backup-alarm";
import { synthesize } from "./synthesize";

const template = synthesize({ alertTo: "oncall@example.com,it@example.com" });
const topic = { Ref: "MonitoringTopic2EDA8B02" };

const alarmIds = {
  noVerifiedBackup: "MonitoringNoVerifiedBackupFC5AE45E",
  functionFailed: "MonitoringFunctionFailed72DBFFFF",
  eventUndelivered: "MonitoringEventUndelivered7532C74D",
};

function readAlarm(id: string, from = template) {
  const alarm = from.findResources("AWS::CloudWatch::Alarm")[id];
  if (alarm === undefined) throw new Error(`The template has no alarm ${id}.`);
  return alarm.Properties;
}

test("there are three alarms, and each goes to the topic", () => {
  const alarms = template.findResources("AWS::CloudWatch::Alarm");
  expect(Object.keys(alarms)).toEqual(Object.values(alarmIds));
  for (const { Properties, DependsOn } of Object.values(alarms)) {
    expect(Properties.AlarmActions).toEqual([topic]);
    expect(Properties.InsufficientDataActions).toBeUndefined();
    // Its first notification comes when the topic is open to it and has subscribers.
    expect(DependsOn).toEqual(
      expect.arrayContaining([
        "MonitoringTopicPolicy7D521A0C",
        ...Object.keys(template.findResources("AWS::SNS::Subscription")),
      ]),
    );
  }
});

test("that no backup was verified is said when every hour of the window has none, and taken back when one has", () => {
  expect(readAlarm(alarmIds.noVerifiedBackup)).toMatchObject({
    ComparisonOperator: "LessThanThreshold",
    Threshold: 1,
    EvaluationPeriods: 37,
    DatapointsToAlarm: 37,
    TreatMissingData: "breaching",
    ActionsEnabled: true,
    OKActions: [topic],
    Metrics: [
      { Expression: "FILL(verified, 0)", ReturnData: true },
      {
        Id: "verified",
        ReturnData: false,
        MetricStat: {
          Metric: {
            Namespace: "DocSpaceBackup",
            MetricName: "Verified",
            Dimensions: [{ Name: "Backup", Value: "acme" }],
          },
          Period: 3600,
          Stat: "Maximum",
        },
      },
    ],
  });
});

test("a single error rings for an hour, and its end is not called a recovery", () => {
  for (const id of [alarmIds.functionFailed, alarmIds.eventUndelivered]) {
    const alarm = readAlarm(id);
    expect(alarm).toMatchObject({
      ComparisonOperator: "GreaterThanOrEqualToThreshold",
      Threshold: 1,
      EvaluationPeriods: 12,
      DatapointsToAlarm: 1,
      TreatMissingData: "notBreaching",
    });
    expect(alarm.OKActions).toBeUndefined();
    expect(alarm.ActionsEnabled).toBeUndefined();
  }
});

test("a paused schedule pauses that alarm, which is calm meanwhile, and leaves the others", () => {
  const paused = synthesize({ enabled: false });
  expect(readAlarm(alarmIds.noVerifiedBackup, paused)).toMatchObject({
    ActionsEnabled: false,
    TreatMissingData: "notBreaching",
    Metrics: [{ Expression: "FILL(verified, 1)" }, {}],
  });
  expect(readAlarm(alarmIds.functionFailed, paused).ActionsEnabled).toBeUndefined();
});

test("an existing topic is told besides", () => {
  const alertTopicArn = "arn:aws:sns:eu-central-1:123456789012:oncall";
  const both = synthesize({ alertTopicArn });
  for (const id of Object.values(alarmIds))
    expect(readAlarm(id, both).AlarmActions).toEqual([topic, alertTopicArn]);
  expect(readAlarm(alarmIds.noVerifiedBackup, both).OKActions).toEqual([topic, alertTopicArn]);
  both.resourceCountIs("AWS::SNS::Topic", 1);
});

test("each address is subscribed; without alertTo those that get the report are", () => {
  const list = (from: typeof template) =>
    Object.values(from.findResources("AWS::SNS::Subscription")).map(({ Properties }) => Properties);
  expect(list(template)).toEqual([
    { Protocol: "email", Endpoint: "oncall@example.com", TopicArn: topic },
    { Protocol: "email", Endpoint: "it@example.com", TopicArn: topic },
  ]);
  expect(list(synthesize()).map(({ Endpoint }) => Endpoint)).toEqual(["admin@example.com"]);
});

test("addresses that differ in a character that no id may have are subscribed all the same", () => {
  const addresses = ["a/b@example.com", "a--b@example.com", "a%2Fb@example.com"];
  const subscriptions = synthesize({ alertTo: addresses }).findResources("AWS::SNS::Subscription");
  expect(Object.values(subscriptions).map(({ Properties }) => Properties.Endpoint)).toEqual(addresses);
});

test("the topic takes what comes encrypted, from alarms of this account, and is not encrypted with a key that would keep them out", () => {
  template.hasResourceProperties("AWS::SNS::Topic", {
    DisplayName: "DocSpace backup acme",
    KmsMasterKeyId: Match.absent(),
  });
  template.hasResourceProperties("AWS::SNS::TopicPolicy", {
    Topics: [topic],
    PolicyDocument: {
      Statement: [
        {
          Effect: "Deny",
          Action: "sns:Publish",
          Principal: "*",
          Resource: topic,
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
        {
          Effect: "Allow",
          Action: "sns:Publish",
          Principal: { Service: "cloudwatch.amazonaws.com" },
          Resource: topic,
          Condition: {
            StringEquals: { "aws:SourceAccount": { Ref: "AWS::AccountId" } },
            ArnLike: {
              "aws:SourceArn": {
                "Fn::Join": [
                  "",
                  [
                    "arn:",
                    { Ref: "AWS::Partition" },
                    ":cloudwatch:",
                    { Ref: "AWS::Region" },
                    ":",
                    { Ref: "AWS::AccountId" },
                    ":alarm:*",
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

test("the alarm for missed nights, or all of it, is left out where the settings say so", () => {
  const fewer = synthesize({ monitoring: "no-missed-night-alarm", days: "SUN" });
  expect(Object.keys(fewer.findResources("AWS::CloudWatch::Alarm"))).toEqual([
    alarmIds.functionFailed,
    alarmIds.eventUndelivered,
  ]);
  const none = synthesize({ monitoring: "no-alarms-at-all" });
  none.resourceCountIs("AWS::CloudWatch::Alarm", 0);
  none.resourceCountIs("AWS::SNS::Topic", 0);
  expect(none.toJSON().Outputs).not.toHaveProperty("AlertTopicArn");
});

describe("descriptions", () => {
  test("say what happened, what to do first and where to go on", () => {
    for (const id of Object.values(alarmIds)) {
      expect(readAlarm(id).AlarmDescription).toMatch(
        /https:\/\/acme\.onlyoffice\.com.*\.\)? FIRST: .*DocSpaceBackup-acme.* THEN: docs\/runbook\.md#alarm-[a-z-]+$/,
      );
    }
  });

  test("lead to the runbook where it can be read, to a section that exists", () => {
    const docsUrl = "https://git.example.com/backup/docs";
    const linked = synthesize({ docsUrl });
    const runbook = readFileSync(join(__dirname, "..", "..", "docs", "runbook.md"), "utf8");
    const anchors = [...runbook.matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) =>
      heading
        .toLowerCase()
        .replace(/[^\w\- ]/g, "")
        .replaceAll(" ", "-"),
    );
    for (const id of Object.values(alarmIds)) {
      const [, url, anchor] = /THEN: (\S+)#(\S+)$/.exec(readAlarm(id, linked).AlarmDescription) ?? [];
      expect(url).toBe(`${docsUrl}/runbook.md`);
      expect(anchors).toContain(anchor);
    }
  });

  test("fit with the longest settings", () => {
    const docsUrl = `https://git.example.com/${"d".repeat(126)}`;
    expect(docsUrl).toHaveLength(150);
    const host = `${`${"h".repeat(62)}.`.repeat(3)}${"h".repeat(60)}.com`;
    const longest = synthesize({ name: "n".repeat(40), portalUrl: `https://${host}:65535`, docsUrl });
    for (const { Properties } of Object.values(longest.findResources("AWS::CloudWatch::Alarm")))
      expect(Properties.AlarmDescription.length).toBeLessThanOrEqual(1024);
  });
});

describe("an alarm that CloudWatch would refuse is not synthesised", () => {
  const props: BackupAlarmProps = {
    description: "",
    expression: "FILL(m, 0)",
    metrics: {},
    period: Duration.hours(1),
    evaluationPeriods: 1,
    datapointsToAlarm: 1,
    comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
    threshold: 1,
    treatMissingData: TreatMissingData.BREACHING,
  };
  const build = (fields: Partial<BackupAlarmProps>) => () =>
    new BackupAlarm(new Stack(new App()), "Watch", { ...props, ...fields });

  test("because of its window", () => {
    expect(build({ evaluationPeriods: 168 })).not.toThrow();
    expect(build({ evaluationPeriods: 169 })).toThrow(
      "The alarm Watch looks back over 169 periods of 3600 seconds: 608400 seconds, expected at most 604800.",
    );
    expect(build({ period: Duration.minutes(5), evaluationPeriods: 288 })).not.toThrow();
    expect(build({ period: Duration.minutes(5), evaluationPeriods: 289 })).toThrow(AlarmLimitError);
  });

  test("because of its description", () => {
    expect(build({ description: "x".repeat(1024) })).not.toThrow();
    expect(build({ description: "x".repeat(1025) })).toThrow("has 1025 characters, expected at most 1024");
  });
});
