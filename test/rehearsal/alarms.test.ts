import type { FaultEffect } from "../../local/aws/faults";
import { publishAlarm } from "../../local/aws/sns";
import { type AlarmName, findAlarm } from "../monitoring/deploy-settings";
import { expectRest, minuteMs, nightEvent, type Stage, useStages } from "./stage";

jest.setTimeout(60_000);
const open = useStages();

/** The night before counts as a good one: this is the moment that the first one of a stage is due. */
const dueMs = Date.parse(nightEvent.scheduledTime);

/** What the function's process wrote to its standard output as metrics, as it wrote it. */
function readMetricLines(stage: Stage) {
  return stage.log
    .split("\n")
    .filter((line) => line.startsWith('{"_aws"'))
    .map((line) => JSON.parse(line));
}

/** The alarms that go off within the night and its day, by their names. */
function listAlarms(stage: Stage): string[] {
  return stage.account.cloudWatch
    .foresee(dueMs)
    .filter(({ to, atMs }) => to === "ALARM" && atMs < stage.startMs + 12 * 60 * minuteMs)
    .map(({ alarm }) => alarm.logicalId.replace(/^Monitoring|[0-9A-F]{8}$/g, ""));
}

const readOnlyMetric = (stage: Stage, name: AlarmName) => {
  const { metrics } = findAlarm(stage.account.deployment, name);
  return [...metrics.values()];
};

describe("each alarm can go off:", () => {
  test("the one on missed nights reads what the function writes", async () => {
    const stage = await open();
    await stage.live();
    const lines = readMetricLines(stage);
    expect(lines).toHaveLength(1);
    const [line] = lines;
    const [written] = line._aws.CloudWatchMetrics;
    const [read, ...others] = readOnlyMetric(stage, "NoVerifiedBackup");
    expect(others).toEqual([]);
    expect(written.Namespace).toBe(read?.namespace);
    expect(written.Metrics.map(({ Name }: { Name: string }) => Name)).toContain(read?.name);
    expect(written.Dimensions).toEqual([Object.keys(read?.dimensions ?? {})]);
    for (const [dimension, value] of Object.entries(read?.dimensions ?? {}))
      expect(line[dimension]).toBe(value);
    expect(line[read?.name ?? ""]).toBe(1);
    expect(Math.abs(line._aws.Timestamp - (stage.mails[0]?.atMs ?? 0))).toBeLessThan(minuteMs);
  });

  test("those on AWS's own metrics read the function and the queue that the stack has", async () => {
    const stage = await open();
    const { functions, queues, schedules } = stage.account.deployment;
    const lambda = {
      namespace: "AWS/Lambda",
      statistic: "Sum",
      dimensions: { FunctionName: functions[0]?.name },
    };
    expect(readOnlyMetric(stage, "FunctionFailed")).toEqual([
      { ...lambda, name: "Errors" },
      { ...lambda, name: "AsyncEventsDropped" },
    ]);
    expect(readOnlyMetric(stage, "EventUndelivered")).toEqual([
      {
        namespace: "AWS/SQS",
        name: "NumberOfMessagesSent",
        statistic: "Sum",
        dimensions: { QueueName: queues[0]?.name },
      },
    ]);
    expect(schedules[0]?.target.arn).toBe(functions[0]?.arn);
    expect(schedules[0]?.target.deadLetterArn).toBe(queues[0]?.arn);
  });

  test("each leads to a topic that lets CloudWatch publish, and to people", async () => {
    const stage = await open();
    const { deployment } = stage.account;
    const reached = { kind: "published", addresses: ["admin@example.com"] };
    for (const alarm of deployment.alarms) {
      expect(alarm.alarmActions.map((arn) => publishAlarm(deployment, alarm, arn))).toEqual([reached]);
      expect(alarm.actionsEnabled).toBe(true);
    }
    // As it would be with what enforcing TLS alone gives.
    const topics = deployment.topics.map((topic) => ({
      ...topic,
      policy: topic.policy.filter(({ effect }) => effect === "Deny"),
    }));
    const foreign = { arn: "arn:aws:cloudwatch:eu-central-1:999999999999:alarm:theirs" };
    const [arn = ""] = deployment.topics.map((topic) => topic.arn);
    for (const alarm of deployment.alarms)
      expect(publishAlarm({ ...deployment, topics }, alarm, arn).kind).toBe("denied");
    expect(publishAlarm(deployment, foreign, arn).kind).toBe("denied");
  });
});

describe("a report that SES does not take is counted, stands in the log and rings:", () => {
  const effects: [string, FaultEffect][] = [
    ["denied", { kind: "denied" }],
    ["throttled for good", { kind: "throttled" }],
    ["never answered", { kind: "silence" }],
    [
      "refused",
      { kind: "error", code: "MessageRejected", message: "Email address is not verified.", status: 400 },
    ],
    ["accepted without an answer", { kind: "reset" }],
  ];

  test.each(effects)("%s", async (_what, effect) => {
    const stage = await open({
      arrange: ({ faults }) => faults.add({ service: "ses", when: "before", effect }),
    });
    await stage.live();
    expect(readMetricLines(stage)).toEqual([expect.objectContaining({ Verified: 1, ReportSent: 0 })]);
    expect(stage.log).toContain("Backup id");
    expect(stage.ends).toEqual(["MailError"]);
    expect(listAlarms(stage)).toEqual(["FunctionFailed"]);
    await expectRest(stage);
  });
});

describe("a report is counted once:", () => {
  test("a backup that takes many invocations", async () => {
    const stage = await open({ backupMs: 90 * minuteMs });
    await stage.live();
    expect(stage.results.length).toBeGreaterThan(5);
    expect(readMetricLines(stage)).toEqual([
      expect.objectContaining({ Verified: 1, ReportSent: 1, SizeBytes: expect.any(Number) }),
    ]);
    const [{ DurationSeconds }] = readMetricLines(stage);
    expect(DurationSeconds).toBeGreaterThan(90 * 60);
    expect(listAlarms(stage)).toEqual([]);
  });

  test("a second delivery counts nothing", async () => {
    const stage = await open();
    stage.invokeAt(minuteMs, nightEvent);
    stage.invokeAt(30 * minuteMs, nightEvent);
    await stage.live();
    expect(stage.ends).toContain("LEFT duplicate");
    expect(readMetricLines(stage)).toHaveLength(1);
  });

  test("a backup that fails counts as one that was not verified, and rings", async () => {
    const stage = await open({
      arrange: ({ portal }) => {
        portal.state.owner.isAdmin = false;
      },
    });
    await stage.live();
    expect(readMetricLines(stage)).toEqual([expect.objectContaining({ Verified: 0, ReportSent: 1 })]);
    expect(readMetricLines(stage)[0]).not.toHaveProperty("SizeBytes");
    expect(listAlarms(stage)).toEqual(["FunctionFailed"]);
  });
});

test("three nights that fail in a row ring three times, and a verified backup ends it", async () => {
  const stage = await open({
    arrange: ({ portal }) => {
      portal.state.owner.isAdmin = false;
    },
  });
  for (let night = 0; night < 3; night++) await stage.live();
  stage.portal.state.owner.isAdmin = true;
  await stage.live();
  const nightsOf = (name: AlarmName, state: "ALARM" | "OK") =>
    stage.account.cloudWatch
      .foresee(dueMs)
      .filter(({ alarm, to, atMs }) => alarm.logicalId.includes(name) && to === state && atMs < stage.nowMs)
      .map(({ atMs }) => new Date(atMs).toISOString().slice(0, 10));
  expect(nightsOf("FunctionFailed", "ALARM")).toEqual(["2026-03-01", "2026-03-02", "2026-03-03"]);
  expect(nightsOf("NoVerifiedBackup", "ALARM")).toEqual(["2026-03-01"]);
  expect(nightsOf("NoVerifiedBackup", "OK")).toEqual([]);
  const over = stage.account.cloudWatch.foresee(dueMs).find(({ to }) => to === "OK");
  expect(new Date(over?.atMs ?? 0).toISOString()).toBe("2026-03-04T04:03:00.000Z");
  expect(over?.publications).toEqual([{ kind: "published", addresses: ["admin@example.com"] }]);
});
