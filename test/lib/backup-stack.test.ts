import { AwsSolutionsChecks } from "cdk-nag";
import { buildStack, synthesize } from "./synthesize";

const template = synthesize();

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
    "BackUpNow",
    "ConsoleTest",
    "Logs",
    "FunctionName",
    "ApiKeySecretArn",
    "AlarmRecipients",
    "AlertTopicArn",
  ]);
  expect(resolve(Outputs.SetApiKey)).toBe(
    "aws secretsmanager put-secret-value --region {AWS::Region} --secret-id {ApiKeySecret5E0E1F3C} --secret-string file:///dev/stdin",
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

interface Output {
  readonly Value: { readonly "Fn::Join": readonly [string, readonly (string | { readonly Ref: string })[]] };
}

/** Puts a joined value together, with references as their names in braces. */
function resolve(output: Output): string {
  const [separator, parts] = output.Value["Fn::Join"];
  return parts.map((part) => (typeof part === "string" ? part : `{${part.Ref}}`)).join(separator);
}
