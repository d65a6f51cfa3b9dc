import { AwsSolutionsChecks } from "cdk-nag";
import { buildStack, synthesize } from "./synthesize";

const template = synthesize();

/** The commands in bin/ know these outputs by their names: they stay as they are. */
const factNames = [
  "BackupName",
  "PortalUrl",
  "TimeZone",
  "Sender",
  "ReportTo",
  "FunctionName",
  "ApiKeySecretArn",
  "LedgerTable",
  "ScheduleName",
];
const alarmFactNames = ["AlertTopicArn", "AlertTo", "FunctionFailedAlarm"];

test("the stack is named after the portal and says what it is for", () => {
  expect(buildStack({ name: "office" }).stackName).toBe("DocSpaceBackup-office");
  expect(template.toJSON()).toMatchObject({
    Description: "Nightly backup of the ONLYOFFICE DocSpace portal https://acme.onlyoffice.com",
  });
});

test("the template is the one that was reviewed: a changed logical id would replace a resource", () => {
  const json = JSON.stringify(template.toJSON()).replace(/[0-9a-f]{64}\.zip/g, "<hash>.zip");
  expect(JSON.parse(json)).toMatchSnapshot();
});

test.each([
  ["the defaults", {}],
  [
    "an existing secret",
    { apiKeySecret: "arn:aws:secretsmanager:eu-central-1:123456789012:secret:key-AbCdEf" },
  ],
  ["a sender to create", { senderIdentity: "create" }],
  ["an existing topic", { alertTopicArn: "arn:aws:sns:eu-central-1:123456789012:oncall" }],
  ["test events", { testEvents: "use-existing" }],
  ["no alarms", { monitoring: "no-alarms-at-all" }],
])("the AWS Solutions rules find nothing with %s that was not accepted with a reason", (_what, settings) => {
  const report = new AwsSolutionsChecks().validateScope(buildStack(settings));
  expect(report.violations).toEqual([]);
  expect(report.success).toBe(true);
});

test("the sender's address is created in SES only if the settings say so", () => {
  template.resourceCountIs("AWS::SES::EmailIdentity", 0);
  const created = synthesize({ senderIdentity: "create" });
  created.hasResourceProperties("AWS::SES::EmailIdentity", { EmailIdentity: "backup@example.com" });
});

test("the outputs say what to do next, with commands that can be copied", () => {
  const { Outputs } = template.toJSON();
  expect(Object.keys(Outputs)).toEqual([
    "SetApiKey",
    "ApiKeyConsole",
    "CheckNow",
    "BackUpNow",
    "ConsoleTest",
    "Logs",
    "AlarmRecipients",
    ...factNames,
    ...alarmFactNames,
  ]);
  expect(resolve(Outputs.SetApiKey)).toBe(
    "aws secretsmanager put-secret-value --region {AWS::Region} --secret-id {ApiKeySecret5E0E1F3C} --secret-string file:///dev/stdin",
  );
  expect(Outputs.SetApiKey.Description).toContain("npm run set-api-key, the better way");
  expect(resolve(Outputs.ApiKeyConsole)).toBe(
    "https://{AWS::Region}.console.aws.amazon.com/secretsmanager/secret?name={ApiKeySecret5E0E1F3C}&region={AWS::Region}",
  );
  expect(resolve(Outputs.CheckNow)).toBe(
    "aws lambda invoke --region {AWS::Region} --function-name {BackupFunction2B54E943} --cli-binary-format " +
      `raw-in-base64-out --cli-read-timeout 0 --payload '{"mode":"check"}' /dev/stdout`,
  );
  expect(resolve(Outputs.BackUpNow)).toBe(
    "aws lambda invoke --region {AWS::Region} --function-name {BackupFunction2B54E943} --invocation-type Event " +
      "--cli-binary-format raw-in-base64-out --payload '{}' /dev/null",
  );
  expect(resolve(Outputs.ConsoleTest)).toBe(
    "https://{AWS::Region}.console.aws.amazon.com/lambda/home?region={AWS::Region}#/functions/{BackupFunction2B54E943}?tab=testing",
  );
  expect(resolve(Outputs.Logs)).toBe(
    "https://{AWS::Region}.console.aws.amazon.com/cloudwatch/home?region={AWS::Region}#logsV2:log-groups/log-group/{BackupLogs34137C36}",
  );
  expect(resolve(Outputs.AlarmRecipients)).toBe(
    "aws sns list-subscriptions-by-topic --region {AWS::Region} --topic-arn {MonitoringTopic2EDA8B02} " +
      '--query "Subscriptions[].[Endpoint,SubscriptionArn]" --output text',
  );
  for (const output of Object.values(Outputs))
    expect(output).toHaveProperty("Description", expect.stringMatching(/\w/));
});

test("the outputs tell the commands what is in the stack", () => {
  const { Outputs } = synthesize({
    reportTo: "admin@example.com,it@example.com",
    timeZone: "Asia/Tokyo",
  }).toJSON();
  const facts = Object.fromEntries(
    [...factNames, ...alarmFactNames].map((name) => [name, Outputs[name].Value]),
  );
  expect(facts).toEqual({
    BackupName: "acme",
    PortalUrl: "https://acme.onlyoffice.com",
    TimeZone: "Asia/Tokyo",
    Sender: "backup@example.com",
    ReportTo: "admin@example.com,it@example.com",
    FunctionName: { Ref: "BackupFunction2B54E943" },
    ApiKeySecretArn: { Ref: "ApiKeySecret5E0E1F3C" },
    LedgerTable: { Ref: expect.stringMatching(/^LedgerTable/) },
    ScheduleName: { Ref: expect.stringMatching(/^NightlySchedule/) },
    AlertTo: "admin@example.com,it@example.com",
    AlertTopicArn: { Ref: "MonitoringTopic2EDA8B02" },
    FunctionFailedAlarm: { Ref: "MonitoringFunctionFailed72DBFFFF" },
  });
});

test("without alarms there are no outputs about them", () => {
  const { Outputs } = synthesize({ monitoring: "no-alarms-at-all" }).toJSON();
  expect(Object.keys(Outputs)).toEqual(expect.arrayContaining(factNames));
  expect(Object.keys(Outputs).filter((name) => /Al(arm|ert)/.test(name))).toEqual([]);
});

interface Output {
  readonly Value: { readonly "Fn::Join": readonly [string, readonly (string | { readonly Ref: string })[]] };
}

/** Puts a joined value together, with references as their names in braces. */
function resolve(output: Output): string {
  const [separator, parts] = output.Value["Fn::Join"];
  return parts.map((part) => (typeof part === "string" ? part : `{${part.Ref}}`)).join(separator);
}
