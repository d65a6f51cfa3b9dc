import { deployStack } from "../../../local/aws/deploy-stack";
import type { Role } from "../../../local/aws/deployment";
import { AccessDenied, assumeRole, authorize, respectResourcePolicy } from "../../../local/aws/iam";
import { listAllowStatements, withoutStatement } from "../../../local/aws/iam/allow-statements";
import { parsePolicyDocument } from "../../../local/aws/iam/statement";
import { describeBackup, synthesiseStack } from "./backup-like-stack";

/** A policy variable. */
const USER_NAME = `\${${"aws:username"}}`;
const IDENTITY = "arn:aws:ses:eu-central-1:123456789012:identity/a@example.com";

function roleWith(...statements: object[]): Role {
  return {
    logicalId: "Role",
    name: "role-name",
    arn: "arn:aws:iam::123456789012:role/role-name",
    trust: parsePolicyDocument(
      {
        Version: "2012-10-17",
        Statement: [
          { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" },
        ],
      },
      "trust",
    ),
    policies: [
      {
        name: "Policy",
        statements: parsePolicyDocument({ Version: "2012-10-17", Statement: statements }, "policy"),
      },
    ],
  };
}

function decide(
  statements: object[],
  request: { action?: string; resource?: string; context?: Record<string, string | string[]> } = {},
): "allowed" | string {
  const role = roleWith(...statements);
  const principal = assumeRole({ role, service: "lambda.amazonaws.com", sessionName: "session" });
  const { action = "ses:SendEmail", resource = IDENTITY, context = {} } = request;
  try {
    authorize({ principal, action, resource, context });
    return "allowed";
  } catch (cause) {
    if (cause instanceof AccessDenied) return cause.reason;
    throw cause;
  }
}

const allow = (more: object = {}) => ({ Effect: "Allow", Action: "ses:SendEmail", Resource: "*", ...more });
const NOT_ALLOWED = "because no identity-based policy allows the ses:SendEmail action";
const DENIED = "with an explicit deny in an identity-based policy";

test("a refusal is worded as AWS words it", () => {
  const principal = assumeRole({ role: roleWith(), service: "lambda.amazonaws.com", sessionName: "backup" });
  expect(() => authorize({ principal, action: "ses:SendEmail", resource: IDENTITY })).toThrow(
    "User: arn:aws:sts::123456789012:assumed-role/role-name/backup is not authorized to perform: ses:SendEmail " +
      `on resource: ${IDENTITY} because no identity-based policy allows the ses:SendEmail action`,
  );
});

test.each([
  ["nothing is stated", [], NOT_ALLOWED],
  ["the action is listed", [allow()], "allowed"],
  ["the action is written in another case", [allow({ Action: "SES:sendemail" })], "allowed"],
  ["a pattern covers the action", [allow({ Action: ["ses:Get*", "ses:Send?mail"] })], "allowed"],
  ["only another action is listed", [allow({ Action: "ses:SendRawEmail" })], NOT_ALLOWED],
  [
    "the action is not among the exceptions",
    [allow({ Action: undefined, NotAction: "ses:Get*" })],
    "allowed",
  ],
  ["the action is an exception", [allow({ Action: undefined, NotAction: "ses:*" })], NOT_ALLOWED],
  ["the resource is listed", [allow({ Resource: [IDENTITY] })], "allowed"],
  ["a pattern covers the resource", [allow({ Resource: "arn:aws:ses:*:*:identity/*" })], "allowed"],
  ["the resource is another", [allow({ Resource: `${IDENTITY}.org` })], NOT_ALLOWED],
  ["the resource differs in case", [allow({ Resource: IDENTITY.toUpperCase() })], NOT_ALLOWED],
  [
    "a dot in the pattern does not stand for any character",
    [allow({ Resource: IDENTITY.replace(".com", "xcom") })],
    NOT_ALLOWED,
  ],
  [
    "a wildcard would have to reach into the next part",
    [allow({ Resource: "arn:aws:*:1:identity/*:" })],
    NOT_ALLOWED,
  ],
  [
    "the resource is not among the exceptions",
    [allow({ Resource: undefined, NotResource: "arn:aws:s3:::x" })],
    "allowed",
  ],
  ["a Deny stands beside the Allow", [allow(), allow({ Effect: "Deny" })], DENIED],
  ["a Deny is about something else", [allow(), allow({ Effect: "Deny", Action: "ses:Get*" })], "allowed"],
])("a request is decided when %s", (_title, statements, expected) => {
  expect(decide(statements)).toBe(expected);
});

test("a wildcard in one part of an ARN does not reach into the next", () => {
  const resource = "arn:aws:logs:eu-central-1:123456789012:log-group:x";
  expect(decide([allow({ Resource: "arn:aws:logs:*:log-group:x" })], { resource })).toBe(NOT_ALLOWED);
  expect(decide([allow({ Resource: "arn:aws:logs:*:*:log-group:x" })], { resource })).toBe("allowed");
});

const when = (Condition: object) => [allow({ Condition })];

test.each<[string, object, Record<string, string | string[]>, string]>([
  [
    "StringEquals that fits",
    { StringEquals: { "ses:FromAddress": "a@x" } },
    { "ses:FromAddress": "a@x" },
    "allowed",
  ],
  [
    "a key in another case",
    { StringEquals: { "SES:fromaddress": "a@x" } },
    { "ses:FromAddress": "a@x" },
    "allowed",
  ],
  [
    "StringEquals in another case",
    { StringEquals: { "ses:FromAddress": "A@x" } },
    { "ses:FromAddress": "a@x" },
    NOT_ALLOWED,
  ],
  [
    "StringEquals with a pattern",
    { StringEquals: { "ses:FromAddress": "*" } },
    { "ses:FromAddress": "a@x" },
    NOT_ALLOWED,
  ],
  ["a missing key", { StringEquals: { "ses:FromAddress": "a@x" } }, {}, NOT_ALLOWED],
  [
    "one of several values",
    { StringEquals: { "ses:FromAddress": ["b@x", "a@x"] } },
    { "ses:FromAddress": "a@x" },
    "allowed",
  ],
  ["StringLike", { StringLike: { "ses:FromAddress": "*@x" } }, { "ses:FromAddress": "a@x" }, "allowed"],
  [
    "ArnLike",
    { ArnLike: { "aws:SourceArn": "arn:aws:s:*:1:g/*" } },
    { "aws:SourceArn": "arn:aws:s:r:1:g/d" },
    "allowed",
  ],
  [
    "ArnEquals over parts",
    { ArnEquals: { "aws:SourceArn": "arn:aws:*:g/d" } },
    { "aws:SourceArn": "arn:aws:s:r:1:g/d" },
    NOT_ALLOWED,
  ],
  ["Bool", { Bool: { "aws:SecureTransport": true } }, { "aws:SecureTransport": "true" }, "allowed"],
  [
    "Bool that does not fit",
    { Bool: { "aws:SecureTransport": "false" } },
    { "aws:SecureTransport": "true" },
    NOT_ALLOWED,
  ],
  [
    "ForAllValues with all fitting",
    { "ForAllValues:StringEquals": { "ses:Recipients": ["a", "b"] } },
    { "ses:Recipients": ["b"] },
    "allowed",
  ],
  [
    "ForAllValues with one too many",
    { "ForAllValues:StringEquals": { "ses:Recipients": ["a", "b"] } },
    { "ses:Recipients": ["a", "c"] },
    NOT_ALLOWED,
  ],
  [
    "ForAllValues of a missing key",
    { "ForAllValues:StringEquals": { "ses:Recipients": "a" } },
    {},
    "allowed",
  ],
  [
    "ForAnyValue with one fitting",
    { "ForAnyValue:StringLike": { "ses:Recipients": "a*" } },
    { "ses:Recipients": ["x", "ab"] },
    "allowed",
  ],
  ["ForAnyValue of a missing key", { "ForAnyValue:StringLike": { "ses:Recipients": "*" } }, {}, NOT_ALLOWED],
  ["two keys of which one fails", { StringEquals: { a: "1", b: "2" } }, { a: "1", b: "3" }, NOT_ALLOWED],
])("a condition is decided: %s", (_title, condition, context, expected) => {
  expect(decide(when(condition), { context })).toBe(expected);
});

test("a key with several values is not compared as if it had one", () => {
  const condition = { StringEquals: { "ses:Recipients": "a" } };
  expect(() => decide(when(condition), { context: { "ses:Recipients": ["a", "b"] } })).toThrow(
    /needs ForAllValues/,
  );
});

test.each([
  ["an unknown operator", when({ StringNotEquals: { a: "b" } }), /StringNotEquals is not evaluated here/],
  [
    "an operator with IfExists",
    when({ StringEqualsIfExists: { a: "b" } }),
    /StringEqualsIfExists is not evaluated/,
  ],
  [
    "an unknown qualifier",
    when({ "ForSome:StringEquals": { a: "b" } }),
    /ForSome:StringEquals is not evaluated/,
  ],
  ["a policy variable in a resource", [allow({ Resource: `arn:aws:s3:::${USER_NAME}` })], /policy variable/],
  ["a policy variable in a condition", when({ StringEquals: { a: USER_NAME } }), /policy variable/],
  [
    "a resource with fewer parts than an ARN has",
    [allow({ Resource: "arn:aws:ses:*" })],
    /neither \* nor an ARN/,
  ],
  ["both Action and NotAction", [allow({ NotAction: "ses:Get*" })], /either Action or NotAction/],
  ["no resource", [allow({ Resource: undefined })], /either Resource or NotResource/],
  ["an unknown element", [allow({ Except: "x" })], /Except/],
])("%s is refused rather than guessed", (_title, statements, message) => {
  expect(() => decide(statements)).toThrow(message);
});

describe("the roles of a stack", () => {
  const deployment = deployStack(synthesiseStack(describeBackup));
  const [functionRole, schedulerRole] = deployment.roles;
  if (functionRole === undefined || schedulerRole === undefined) throw new Error("expected two roles");
  const group = "arn:aws:scheduler:eu-central-1:123456789012:schedule-group/default";
  const asScheduler = (context: Record<string, string>) => () =>
    assumeRole({ role: schedulerRole, service: "scheduler.amazonaws.com", sessionName: "s", context });

  test("open a session for the service that they trust, in its account and group", () => {
    const principal = asScheduler({ "aws:SourceAccount": "123456789012", "aws:SourceArn": group })();
    expect(principal.arn).toBe(`arn:aws:sts::123456789012:assumed-role/${schedulerRole.name}/s`);
  });

  test.each([
    ["another account", { "aws:SourceAccount": "999999999999", "aws:SourceArn": group }],
    ["another group", { "aws:SourceAccount": "123456789012", "aws:SourceArn": `${group}x` }],
    ["no context", {}],
  ])("refuse the service that they trust with %s", (_title, context) => {
    expect(asScheduler(context)).toThrow(/sts:AssumeRole on resource: arn:aws:iam::123456789012:role/);
  });

  test("refuse another service", () => {
    const attempt = () =>
      assumeRole({ role: functionRole, service: "scheduler.amazonaws.com", sessionName: "s" });
    expect(attempt).toThrow(AccessDenied);
  });

  test("lose exactly the one statement that is taken from them", () => {
    const statements = listAllowStatements(deployment);
    expect(statements.map(({ actions }) => actions)).toEqual([
      ["logs:CreateLogStream", "logs:PutLogEvents"],
      ["secretsmanager:GetSecretValue"],
      ["ses:SendEmail"],
      ["lambda:InvokeFunction"],
      ["sqs:SendMessage"],
    ]);
    for (const missing of statements) {
      const left = listAllowStatements(withoutStatement(deployment, missing)).map(({ actions }) => actions);
      expect(left).toEqual(statements.filter((one) => one !== missing).map(({ actions }) => actions));
    }
    expect(listAllowStatements(deployment)).toHaveLength(5);
  });

  test("cannot lose a statement that they do not have", () => {
    const missing = { roleLogicalId: "Nobody", policyName: "None", index: 7 };
    expect(() => withoutStatement(deployment, missing)).toThrow(
      /no Allow statement 7 in policy None of role Nobody/,
    );
  });

  test("are refused by a queue's own policy on a connection that is not encrypted", () => {
    const [queue] = deployment.queues;
    const principal = asScheduler({ "aws:SourceAccount": "123456789012", "aws:SourceArn": group })();
    const send = (secure: string) => () =>
      respectResourcePolicy(queue?.policy ?? [], {
        principal,
        action: "sqs:SendMessage",
        resource: queue?.arn ?? "",
        context: { "aws:SecureTransport": secure },
      });
    expect(send("false")).toThrow(/with an explicit deny in a resource-based policy/);
    expect(send("true")).not.toThrow();
  });
});
