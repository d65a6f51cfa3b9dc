import { App } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { BackupStack } from "../../lib/backup-stack";
import { parseSettings } from "../../lib/settings";
import { acme, now } from "./acme";
import { synthesize } from "./synthesize";

/** The templates of several portals in one app. */
function synthesizeAll(portals: Record<string, unknown>[]): Template[] {
  const app = new App({ analyticsReporting: false, context: { "aws:cdk:bundling-stacks": [] } });
  const stacks = parseSettings({ portals }, now).map((settings) => new BackupStack(app, settings));
  return stacks.map((stack) => Template.fromStack(stack));
}

/** Every text in a template but its outputs, whose links lead to the console of AWS's commercial regions. */
function listTexts(template: Template): string[] {
  const texts: string[] = [];
  const { Resources } = template.toJSON();
  JSON.stringify(Resources, (_key, value: unknown) => {
    if (typeof value === "string") texts.push(value);
    return value;
  });
  return texts;
}

describe("two stacks in one account", () => {
  const office = { ...acme, portalUrl: "https://office.example.com" };
  const cases: [string, Record<string, unknown>[]][] = [
    ["of two portals", [acme, office]],
    ["of one portal under two names", [acme, { ...acme, name: "acme-weekly", days: "SUN,WED" }]],
  ];

  test.each(cases)("%s share nothing", (_what, portals) => {
    const templates = synthesizeAll(portals);
    expect(templates).toHaveLength(2);
    for (const template of templates) {
      const { Resources, Outputs } = template.toJSON();
      expect(JSON.stringify([Resources, Outputs])).not.toMatch(
        /"(Export|Fn::ImportValue|Fn::GetStackOutput)"/,
      );
    }
    // What the function writes and its alarm reads is the stack's own.
    const dimensions = templates.map((template) =>
      Object.values(template.findResources("AWS::CloudWatch::Alarm"))
        .flatMap(({ Properties }) => Properties.Metrics)
        .flatMap(({ MetricStat }) => MetricStat?.Metric.Dimensions ?? [])
        .find(({ Name }) => Name === "Backup"),
    );
    const [first, second] = dimensions.map(({ Value }) => Value);
    expect(first).not.toBe(second);
  });
});

const kinds: [string, Record<string, unknown>][] = [
  ["the defaults", {}],
  [
    "all that can be chosen",
    { senderIdentity: "create", enabled: false, alertTo: "oncall@example.com", testEvents: "use-existing" },
  ],
];

describe.each(kinds)("with %s", (_what, settings) => {
  const template = synthesize(settings);
  const resources: [string, { Type: string; DeletionPolicy?: string; UpdateReplacePolicy?: string }][] =
    Object.entries(template.toJSON().Resources);

  test("the stack can be deployed into any region of any partition", () => {
    const texts = listTexts(template);
    expect(texts.filter((text) => /\barn:aws\b/.test(text))).toEqual([]);
    expect(texts.filter((text) => /\b(us|eu|ap|cn|sa|ca|me|af|il)-[a-z]+(-[a-z]+)?-\d\b/.test(text))).toEqual(
      [],
    );
    expect(texts.filter((text) => /\b\d{12}\b/.test(text))).toEqual([]);
    // The names of services are the same everywhere; what ends in this suffix otherwise is not.
    const hosts = texts.filter((text) => text.includes("amazonaws"));
    expect(new Set(hosts)).toEqual(
      new Set(["lambda.amazonaws.com", "scheduler.amazonaws.com", "cloudwatch.amazonaws.com"]),
    );
  });

  test("nothing stays behind when the stack is removed; the secret keeps the recovery window of every secret", () => {
    const kept = resources.filter(([, { DeletionPolicy }]) => (DeletionPolicy ?? "Delete") !== "Delete");
    const replaced = resources.filter(([, one]) => (one.UpdateReplacePolicy ?? "Delete") !== "Delete");
    expect([...kept, ...replaced]).toEqual([]);
    const text = JSON.stringify(template.toJSON());
    expect(text).not.toMatch(/DeletionProtection|ForceDeleteWithoutRecovery/);
  });

  test("no resource has a name of its own", () => {
    const types = new Set(resources.map(([, { Type }]) => Type));
    // A new type has to be thought about: can a stack have two of it, and an account?
    expect([...types].filter((type) => !reviewed.includes(type))).toEqual([]);
    for (const [, resource] of resources) {
      if (resource.Type === "AWS::Lambda::EventInvokeConfig") continue;
      expect(
        Object.keys(Object(Object(resource).Properties)).filter((key) => physicalName.test(key)),
      ).toEqual([]);
    }
  });
});

/** The name of a policy is one within its role alone. */
const physicalName = /^(Name|(Function|Role|Queue|LogGroup|Group|Table|Topic|Alarm|Schedule)Name)$/;

/**
 * None of these has to be unique in an account but by its name, except an identity of SES, which is asked for, and a schema
 * of test events, which is named after the function.
 */
const reviewed = [
  "AWS::CloudWatch::Alarm",
  "AWS::DynamoDB::Table",
  "AWS::EventSchemas::Schema",
  "AWS::IAM::Policy",
  "AWS::IAM::Role",
  "AWS::Lambda::EventInvokeConfig",
  "AWS::Lambda::Function",
  "AWS::Logs::LogGroup",
  "AWS::SES::EmailIdentity",
  "AWS::SNS::Subscription",
  "AWS::SNS::Topic",
  "AWS::SNS::TopicPolicy",
  "AWS::SQS::Queue",
  "AWS::SQS::QueuePolicy",
  "AWS::Scheduler::Schedule",
  "AWS::Scheduler::ScheduleGroup",
  "AWS::SecretsManager::Secret",
];
