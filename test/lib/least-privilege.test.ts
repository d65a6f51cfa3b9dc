import type { Template } from "aws-cdk-lib/assertions";
import { expectPart } from "../docs/generated-part";
import { synthesize } from "./synthesize";

/** Everything that the stack lets anybody do, in one list: `<whose>: <who> may <action> on <resource> if <condition>`. */
const expected = [
  "BackupRole: lambda.amazonaws.com may sts:AssumeRole",
  "BackupRole: may dynamodb:DeleteItem on {LedgerTable.Arn}",
  "BackupRole: may dynamodb:GetItem on {LedgerTable.Arn}",
  "BackupRole: may dynamodb:PutItem on {LedgerTable.Arn}",
  "BackupRole: may dynamodb:Query on {LedgerTable.Arn}/index/by-start",
  "BackupRole: may iam:PassRole on {WakeUpsRole.Arn} if StringEquals iam:PassedToService scheduler.amazonaws.com",
  "BackupRole: may logs:CreateLogStream on {BackupLogs.Arn}",
  "BackupRole: may logs:PutLogEvents on {BackupLogs.Arn}",
  "BackupRole: may scheduler:CreateSchedule on {own}:scheduler:{here}:schedule/{WakeUpsGroup}/*",
  "BackupRole: may scheduler:DeleteSchedule on {own}:scheduler:{here}:schedule/{WakeUpsGroup}/*",
  "BackupRole: may secretsmanager:GetSecretValue on {ApiKeySecret}",
  "BackupRole: may ses:SendEmail on {own}:ses:{here}:configuration-set/* if ForAllValues:StringEquals ses:Recipients admin@example.com, StringEquals ses:FromAddress backup@example.com",
  "BackupRole: may ses:SendEmail on {own}:ses:{here}:identity/* if ForAllValues:StringEquals ses:Recipients admin@example.com, StringEquals ses:FromAddress backup@example.com",
  "MonitoringTopic: cloudwatch.amazonaws.com may sns:Publish on {MonitoringTopic} if ArnLike aws:SourceArn {own}:cloudwatch:{here}:alarm:*, StringEquals aws:SourceAccount {AWS::AccountId}",
  "NightlyRole: may lambda:InvokeFunction on {BackupFunction.Arn}",
  "NightlyRole: may sqs:SendMessage on {NightlyUndelivered.Arn}",
  "NightlyRole: scheduler.amazonaws.com may sts:AssumeRole if StringEquals aws:SourceAccount {AWS::AccountId}, StringEquals aws:SourceArn {own}:scheduler:{here}:schedule-group/default",
  "WakeUpsRole: may lambda:InvokeFunction on {BackupFunction.Arn}",
  "WakeUpsRole: scheduler.amazonaws.com may sts:AssumeRole if StringEquals aws:SourceAccount {AWS::AccountId}, StringEquals aws:SourceArn {WakeUpsGroup.Arn}",
];

/** Why a `*` stands where it does: what it ends in, by what it is narrowed. */
const wildcards: Record<string, string> = {
  "identity/*":
    "SES asks for the sender's identity, which may be a parent domain, and in the sandbox for the recipients' too",
  "configuration-set/*":
    "an identity may have a configuration set by default, which SES then asks for as well",
  "schedule/{WakeUpsGroup}/*": "each wake-up has a name of its own; the group holds nothing else",
  "alarm:*": "an alarm needs the topic before it has a name; it must be one of this account",
};

/** `Fn::GetAtt`, `Ref` and `Fn::Join` as one text, with logical ids without the CDK's hash. */
function resolve(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "object" && value !== null) {
    if ("Ref" in value) return `{${shorten(String(value.Ref))}}`;
    if ("Fn::GetAtt" in value && Array.isArray(value["Fn::GetAtt"])) {
      const [id, attribute] = value["Fn::GetAtt"];
      return `{${shorten(String(id))}.${attribute}}`;
    }
    if ("Fn::Join" in value && Array.isArray(value["Fn::Join"])) {
      const [separator, parts] = value["Fn::Join"];
      const joined: string = parts.map(resolve).join(separator);
      return joined
        .replace("arn:{AWS::Partition}", "{own}")
        .replace("{AWS::Region}:{AWS::AccountId}", "{here}");
    }
  }
  throw new Error(`${JSON.stringify(value)} is not resolved here.`);
}

function shorten(logicalId: string): string {
  return logicalId.replace(/(DefaultPolicy|Policy)?[0-9A-F]{8}$/, "");
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);

function describeConditions(block: Record<string, Record<string, unknown>> = {}): string {
  const all = Object.entries(block).flatMap(([operator, keys]) =>
    Object.entries(keys).map(
      ([key, values]) => `${operator} ${key} ${listOf(values).map(resolve).join("|")}`,
    ),
  );
  return all.length === 0 ? "" : ` if ${all.sort().join(", ")}`;
}

/** Whatever is allowed by policies of roles, trust policies and policies of resources. */
function listPermissions(template: Template): string[] {
  const permissions: string[] = [];
  const { Resources } = template.toJSON();
  for (const [logicalId, resource] of Object.entries<{ Properties?: Record<string, unknown> }>(Resources)) {
    for (const [property, document] of Object.entries(resource.Properties ?? {})) {
      if (!/PolicyDocument$|^Policies$|^ResourcePolicy$|^ManagedPolicyArns$/.test(property)) continue;
      for (const statement of Object(document).Statement) {
        if (statement.Effect === "Deny") continue;
        const who = listOf(statement.Principal ?? { Service: "" }).map((one) => String(Object(one).Service));
        const resources = listOf(statement.Resource ?? "").map(resolve);
        for (const action of listOf(statement.Action))
          for (const on of resources)
            permissions.push(
              `${shorten(logicalId)}: ${who.join()} may ${action}${on && ` on ${on}`}${describeConditions(statement.Condition)}`.replace(
                ":  may",
                ": may",
              ),
            );
      }
    }
  }
  return permissions.sort();
}

const permissions = listPermissions(synthesize());

test("the stack allows exactly this", () => {
  expect(permissions).toEqual(expected);
});

test("SECURITY.md shows what the stack allows", () => {
  expectPart("../SECURITY.md", "permissions", `\`\`\`\n${permissions.join("\n")}\n\`\`\`\n`);
});

test("no action is a pattern, and each pattern of resources is argued", () => {
  expect(permissions.filter((one) => / may \S*\*/.test(one))).toEqual([]);
  const patterns = permissions.flatMap((one) => /(?:on| aws:SourceArn) (\S*\*)/.exec(one)?.[1] ?? []);
  const unargued = patterns.filter((one) => !Object.keys(wildcards).some((end) => one.endsWith(`:${end}`)));
  expect(unargued).toEqual([]);
  for (const end of Object.keys(wildcards))
    expect(patterns.some((one) => one.endsWith(`:${end}`))).toBe(true);
});

test("nobody is denied anything but unencrypted connections", () => {
  const text = JSON.stringify(synthesize().toJSON());
  const denials = text.match(/"Condition":\{"Bool":\{"aws:SecureTransport":"false"\}\},"Effect":"Deny"/g);
  expect(denials).toHaveLength(2);
  expect(text.match(/"Effect":"Deny"/g)).toHaveLength(2);
});
