import { Duration, type Stack } from "aws-cdk-lib";
import * as cloudwatch from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import * as iam from "aws-cdk-lib/aws-iam";
import * as sns from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import { CloudWatch } from "../../../../local/aws/cloudwatch/cloudwatch";
import { deployStack } from "../../../../local/aws/deploy-stack";
import { deploySettings } from "../../../monitoring/deploy-settings";
import { ManualClock } from "../../portal/manual-clock";
import { synthesiseStack } from "../backup-like-stack";

const elsewhere = "arn:aws:sns:eu-central-1:123456789012:oncall";

interface Watch {
  readonly condition?: Record<string, Record<string, string>>;
  readonly actionsEnabled?: boolean;
}

function describeWatch({ condition, actionsEnabled = true }: Watch) {
  return (stack: Stack): void => {
    const topic = new sns.Topic(stack, "Topic", { enforceSSL: true });
    topic.addSubscription(new EmailSubscription("admin@example.com"));
    topic.addToResourcePolicy(
      new iam.PolicyStatement({
        principals: [new iam.ServicePrincipal("cloudwatch.amazonaws.com")],
        actions: ["sns:Publish"],
        resources: [topic.topicArn],
        ...(condition && { conditions: condition }),
      }),
    );
    const topics = [topic, sns.Topic.fromTopicArn(stack, "Elsewhere", elsewhere)];
    const actions = topics.map((one) => new SnsAction(one));
    const describe = (metric: cloudwatch.IMetric, period: Duration) =>
      new cloudwatch.MathExpression({ expression: "FILL(m, 0)", usingMetrics: { m: metric }, period });
    const good = new cloudwatch.Metric({
      namespace: "Test",
      metricName: "Good",
      dimensionsMap: { Of: "it" },
      statistic: "Maximum",
    });
    const silent = new cloudwatch.Alarm(stack, "Silent", {
      metric: describe(good, Duration.hours(1)),
      comparisonOperator: cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
      threshold: 1,
      evaluationPeriods: 26,
      datapointsToAlarm: 26,
      treatMissingData: cloudwatch.TreatMissingData.BREACHING,
      actionsEnabled,
    });
    silent.addAlarmAction(...actions);
    silent.addOkAction(...actions);
    for (const [id, namespace, metricName, dimension] of [
      ["Failed", "AWS/Lambda", "Errors", "FunctionName"],
      ["Kept", "AWS/SQS", "NumberOfMessagesSent", "QueueName"],
    ] as const) {
      const dimensionsMap = { [dimension]: "mine" };
      const metric = new cloudwatch.Metric({ namespace, metricName, dimensionsMap, statistic: "Sum" });
      new cloudwatch.Alarm(stack, id, {
        metric: describe(metric, Duration.minutes(5)),
        threshold: 1,
        evaluationPeriods: 12,
        datapointsToAlarm: 1,
        treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
        actionsEnabled,
      }).addAlarmAction(...actions);
    }
  };
}

const start = "2026-03-01T03:29:50Z";

const daily = deploySettings({ timeZone: "Europe/Berlin" });

function open(watch: Watch = {}) {
  const clock = new ManualClock(start);
  const deployment = { ...deployStack(synthesiseStack(describeWatch(watch))), schedules: daily.schedules };
  const cloudWatch = new CloudWatch({ clock, deployment });
  const foresee = () =>
    cloudWatch
      .foresee(Date.parse(start))
      .map(
        ({ alarm, atMs, to }) =>
          `${new Date(atMs).toISOString().slice(8, 16)} ${alarm.logicalId.replace(/[0-9A-F]{8}$/, "")} ${to}`,
      );
  return { clock, cloudWatch, foresee };
}

const goodLine = (time: string) =>
  JSON.stringify({
    _aws: {
      Timestamp: Date.parse(time),
      CloudWatchMetrics: [{ Namespace: "Test", Dimensions: [["Of"]], Metrics: [{ Name: "Good" }] }],
    },
    Of: "it",
    Good: 1,
  });

test("the last night before counts as a good one, and nothing else", () => {
  expect(open().foresee()).toEqual(["01T06:03 Silent ALARM"]);
});

test("with days between the nights, the last one is as far back as the schedule has it", () => {
  // The second of March 2026 is a Monday.
  const startMs = Date.parse("2026-03-02T03:29:50Z");
  const deployment = deploySettings({ days: "MON,THU", timeZone: "Europe/Berlin" });
  const cloudWatch = new CloudWatch({ clock: new ManualClock("2026-03-02T03:29:50Z"), deployment });
  const notices = cloudWatch.foresee(startMs).map(({ atMs }) => new Date(atMs).toISOString());
  // The window of 110 hours begins after Thursday's 03:30 in UTC.
  expect(notices).toEqual(["2026-03-02T18:03:00.000Z"]);
});

test("an alarm that tells a topic of another region cannot be deployed", () => {
  const alertTopicArn = "arn:aws:sns:us-east-1:123456789012:oncall";
  expect(() => deploySettings({ alertTopicArn })).toThrow(
    /AlarmActions: arn:aws:sns:us-east-1:123456789012:oncall is not in the stack's region/,
  );
});

test("what the log holds is counted, and moves what is missing from then on", () => {
  const { cloudWatch, foresee } = open();
  cloudWatch.readLog(["a line", goodLine("2026-03-01T04:10:00Z")]);
  expect(foresee()).toEqual(["02T07:03 Silent ALARM"]);
});

test("errors of a function and messages in a queue are told, the latter late", () => {
  const { cloudWatch, foresee } = open();
  const atMs = Date.parse(start);
  cloudWatch.countForFunction("mine", "Errors", atMs, 1);
  cloudWatch.countForFunction("other", "Errors", atMs, 1);
  cloudWatch.countForFunction("mine", "AsyncEventsDropped", atMs, 1);
  cloudWatch.countMessage("mine");
  expect(foresee()).toEqual(["01T03:31 Failed ALARM", "01T03:45 Kept ALARM", "01T06:03 Silent ALARM"]);
});

test("each topic of the alarm is told", () => {
  const [notice] = open().cloudWatch.foresee(Date.parse(start));
  expect(notice?.publications).toEqual([
    { kind: "published", addresses: ["admin@example.com"] },
    { kind: "elsewhere", topicArn: elsewhere },
  ]);
});

test.each([
  ["another account", { StringEquals: { "aws:SourceAccount": "999999999999" } }, "denied"],
  ["this account", { StringEquals: { "aws:SourceAccount": "123456789012" } }, "published"],
  [
    "another alarm",
    { ArnLike: { "aws:SourceArn": "arn:aws:cloudwatch:*:123456789012:alarm:Other-*" } },
    "denied",
  ],
  [
    "its alarms",
    { ArnLike: { "aws:SourceArn": "arn:aws:cloudwatch:*:123456789012:alarm:Nightly-*" } },
    "published",
  ],
])("a topic that is open to alarms of %s takes what it should", (_what, condition, kind) => {
  const [notice] = open({ condition }).cloudWatch.foresee(Date.parse(start));
  expect(notice?.publications[0]?.kind).toBe(kind);
});

test("an alarm whose actions are off tells nobody", () => {
  expect(open({ actionsEnabled: false }).foresee()).toEqual([]);
});
