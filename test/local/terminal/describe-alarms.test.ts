import type { AlarmNotice } from "../../../local/aws/cloudwatch/cloudwatch";
import { AccessDenied } from "../../../local/aws/iam";
import type { Night } from "../../../local/rehearsal/night";
import { describeAlarms } from "../../../local/terminal/describe-alarms";
import { sampleAlarm } from "../aws/cloudwatch/sample-alarm";

const endedMs = Date.parse("2026-03-01T03:40:00Z");

function describe(notices: readonly AlarmNotice[], alarmCount = 3): string[] {
  const night: Night = {
    end: { kind: "unfinished", afterMs: 0 },
    invocations: [],
    mails: [],
    denials: [],
    alarmCount,
    notices,
    endedMs,
    timeZone: "Europe/Berlin",
  };
  return describeAlarms(night);
}

const raised: AlarmNotice = {
  alarm: sampleAlarm({
    logicalId: "MonitoringFunctionFailed72DBFFFF",
    comparison: "GreaterThanOrEqualToThreshold",
    description: `It failed. ${"word ".repeat(30)}`,
  }),
  atMs: endedMs + 60_000,
  to: "ALARM",
  publications: [{ kind: "published", addresses: ["admin@example.com", "it@example.com"] }],
};
const missed: AlarmNotice = {
  ...raised,
  alarm: sampleAlarm({ logicalId: "NoVerifiedBackupFC5AE45E", comparison: "LessThanThreshold" }),
};

test("an alarm of the night is told with its time, whom it reaches and what it says", () => {
  expect(describe([raised])).toEqual([
    "An alarm goes off (SNS mails those who have confirmed that they want it):",
    "  2026-03-01 04:41  FunctionFailed goes off: SNS mails admin@example.com, it@example.com",
    expect.stringMatching(/^ {6}It failed\. word .*word$/),
    expect.stringMatching(/^ {6}word/),
  ]);
  for (const line of describe([raised])) expect(line.length).toBeLessThanOrEqual(106);
});

test("what only comes if nothing more runs is told as that", () => {
  expect(describe([missed])).toEqual([
    "No alarm goes off. After this night (SNS mails those who have confirmed that they want it):",
    expect.stringMatching(
      /^ {2}2026-03-01 04:41 {2}NoVerifiedBackup goes off unless a backup is verified before: /,
    ),
  ]);
});

test("the same within the night is an alarm like any other", () => {
  expect(describe([{ ...missed, atMs: endedMs }])[0]).toMatch(/^An alarm goes off/);
});

test("the end of an alarm is told", () => {
  expect(describe([{ ...missed, to: "OK" }])[1]).toMatch(/NoVerifiedBackup is over: SNS mails/);
});

test("other topics, and what a topic's policy denies, are told", () => {
  const denial = new AccessDenied("Service: cloudwatch", "sns:Publish", "arn:topic", "because");
  const [, line] = describe([
    {
      ...raised,
      publications: [
        { kind: "elsewhere", topicArn: "arn:aws:sns:eu-central-1:123456789012:oncall" },
        { kind: "denied", denial },
      ],
    },
  ]);
  expect(line).toContain(
    "goes off: it goes to arn:aws:sns:eu-central-1:123456789012:oncall; AWS would deny it: Service: cloudwatch is not",
  );
});

test("a stack without alarms is told as one", () => {
  expect(describe([], 0)).toEqual(["There are no alarms: besides the report nobody is told of anything."]);
});
