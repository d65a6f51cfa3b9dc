import { existsSync } from "node:fs";
import { join } from "node:path";
import { CfnOutput, Fn, type Stack } from "aws-cdk-lib";
import * as iam from "aws-cdk-lib/aws-iam";
import * as secretsmanager from "aws-cdk-lib/aws-secretsmanager";
import * as sqs from "aws-cdk-lib/aws-sqs";
import * as ssm from "aws-cdk-lib/aws-ssm";
import type { JsonObject } from "../../../local/aws/cloudformation/json";
import { deployStack } from "../../../local/aws/deploy-stack";
import { describeBackup, synthesiseStack } from "./backup-like-stack";

describe("a stack as the CDK writes it", () => {
  const deployment = deployStack(synthesiseStack(describeBackup));

  test("its function runs the asset with the template's settings", () => {
    const [backup] = deployment.functions;
    expect(backup).toMatchObject({
      handler: "index.handler",
      runtime: "nodejs24.x",
      timeoutMs: 120_000,
      memoryMb: 256,
      logFormat: "JSON",
      asyncInvoke: { maxRetryAttempts: 0, maxEventAgeSeconds: 300 },
      environment: {
        SECRET_ARN: deployment.secrets[0]?.arn,
        LOGS: `https://eu-central-1.console.example/${backup?.logGroupName}`,
      },
    });
    expect(backup?.arn).toBe(`arn:aws:lambda:eu-central-1:123456789012:function:${backup?.name}`);
    expect(backup?.logGroupArn).toBe(
      `arn:aws:logs:eu-central-1:123456789012:log-group:${backup?.logGroupName}`,
    );
    expect(existsSync(join(backup?.codeDirectory ?? "", "index.js"))).toBe(true);
  });

  test("its names are made as CloudFormation makes them, and fit the service", () => {
    const [backup] = deployment.functions;
    expect(backup?.name).toMatch(/^Nightly-acme-Backup[0-9A-F]{8}-[0-9A-Z]{12}$/);
    for (const { name } of [...deployment.functions, ...deployment.roles, ...deployment.schedules])
      expect(name.length).toBeLessThanOrEqual(64);
  });

  test("its names are the same at each deployment", () => {
    expect(deployStack(synthesiseStack(describeBackup)).functions[0]?.name).toBe(
      deployment.functions[0]?.name,
    );
  });

  test("its schedule fires the function with a role of the stack", () => {
    const [schedule] = deployment.schedules;
    expect(schedule).toMatchObject({
      groupName: "default",
      expression: "cron(30 4 * * ? *)",
      timeZone: "Europe/Berlin",
      state: "ENABLED",
      target: {
        arn: deployment.functions[0]?.arn,
        retry: { maximumRetryAttempts: 3, maximumEventAgeSeconds: 3600 },
        deadLetterArn: deployment.queues[0]?.arn,
      },
    });
    expect(deployment.roles.map(({ arn }) => arn)).toContain(schedule?.target.roleArn);
    expect(JSON.parse(schedule?.target.input ?? "")).toEqual({
      mode: "backup",
      trigger: "schedule",
      scheduledTime: "<aws.scheduler.scheduled-time>",
    });
  });

  test("its roles carry the policies that are attached to them", () => {
    const role = deployment.roles.find(({ arn }) => arn === deployment.functions[0]?.roleArn);
    const sids = role?.policies.flatMap(({ statements }) => statements.map(({ sid }) => sid));
    expect(sids).toEqual(["WriteLogs", "ReadKey", "SendReport"]);
  });

  test("its secret, queue and outputs are there", () => {
    expect(deployment.secrets[0]).toMatchObject({ initialValue: '{"apiKey":"placeholder"}' });
    expect(deployment.secrets[0]?.arn).toMatch(
      new RegExp(`:secret:${deployment.secrets[0]?.name}-[0-9A-Z]{6}$`),
    );
    expect(deployment.queues[0]?.policy).toMatchObject([{ effect: "Deny", principals: { aws: ["*"] } }]);
    expect(deployment.outputs).toEqual({ ExportFunctionName: deployment.functions[0]?.name });
  });
});

test("an account and a region that the app names are kept", () => {
  const stack = synthesiseStack((scope) => new sqs.Queue(scope, "Queue"));
  const deployment = deployStack({ ...stack, accountId: "999999999999", region: "us-east-2" });
  expect(deployment.queues[0]?.arn).toMatch(/^arn:aws:sqs:us-east-2:999999999999:/);
});

test("an inline policy and one of the CDK's joins are read", () => {
  const deployment = deployStack(
    synthesiseStack((stack) => {
      const statement = new iam.PolicyStatement({ actions: ["sqs:*"], resources: ["*"] });
      new iam.Role(stack, "Role", {
        assumedBy: new iam.ServicePrincipal("lambda.amazonaws.com"),
        inlinePolicies: { Inline: new iam.PolicyDocument({ statements: [statement] }) },
      });
      new CfnOutput(stack, "Where", { value: Fn.select(1, Fn.split("-", `x-${stack.region}`)) });
    }),
  );
  expect(deployment.roles[0]?.policies).toMatchObject([
    { name: "Inline", statements: [{ effect: "Allow" }] },
  ]);
  expect(deployment.outputs).toEqual({ Where: "eu" });
});

test.each<[string, (stack: Stack) => void, RegExp]>([
  [
    "a resource type",
    (stack) => new ssm.StringParameter(stack, "Parameter", { stringValue: "x" }),
    /Resources\.Parameter.*AWS::SSM::Parameter are not known/,
  ],
  [
    "a property",
    (stack) => new sqs.Queue(stack, "Queue", { fifo: true }),
    /Resources\.Queue.*Properties\.FifoQueue/,
  ],
  [
    "a generated secret",
    (stack) => new secretsmanager.Secret(stack, "Secret"),
    /Resources\.Secret.*Properties\.(GenerateSecretString|SecretString)/,
  ],
  [
    "a managed policy",
    (stack) =>
      new iam.Role(stack, "Role", {
        assumedBy: new iam.ServicePrincipal("lambda.amazonaws.com"),
        managedPolicies: [
          iam.ManagedPolicy.fromAwsManagedPolicyName("service-role/AWSLambdaBasicExecutionRole"),
        ],
      }),
    /Resources\.Role.*Properties\.ManagedPolicyArns/,
  ],
  [
    "a condition operator",
    (stack) =>
      new iam.Role(stack, "Role", {
        assumedBy: new iam.ServicePrincipal("lambda.amazonaws.com", {
          conditions: { NumericLessThan: { "aws:MultiFactorAuthAge": "5" } },
        }),
      }),
    /trust policy of Role.*NumericLessThan is not evaluated here/,
  ],
])("%s that is not understood stops the deployment and is named", (_title, describeStack, message) => {
  const stack = synthesiseStack((scope) => void describeStack(scope));
  expect(() => deployStack(stack)).toThrow(message);
});

test.each<[string, JsonObject, RegExp]>([
  [
    "an attribute",
    { Outputs: { Id: { Value: { "Fn::GetAtt": ["Queue", "Colour"] } } } },
    /attribute Colour of Queue/,
  ],
  [
    "a reference",
    { Outputs: { Id: { Value: { Ref: "Nobody" } } } },
    /Outputs\.Id\.Value.*no resource Nobody/,
  ],
  ["a section", { Transform: "AWS::Serverless-2016-10-31" }, /Transform/],
  ["a parameter", { Parameters: { Size: { Type: "String" } } }, /Parameters.*Size/],
])("%s that is not understood stops the deployment, too", (_title, sections, message) => {
  const template = { Resources: { Queue: { Type: "AWS::SQS::Queue" } }, ...sections };
  const stack = { name: "S", accountId: "1", region: "r", assetDirectories: new Map(), template };
  expect(() => deployStack(stack)).toThrow(message);
});

test("the CDK's own usage statistics and bootstrap check change nothing", () => {
  const template = {
    Parameters: { BootstrapVersion: { Type: "AWS::SSM::Parameter::Value<String>", Default: "/x" } },
    Rules: { CheckBootstrapVersion: { Assertions: [] } },
    Conditions: { CDKMetadataAvailable: { "Fn::Equals": [{ Ref: "AWS::Region" }, "eu-central-1"] } },
    Resources: {
      CDKMetadata: {
        Type: "AWS::CDK::Metadata",
        Properties: { Analytics: "v2" },
        Condition: "CDKMetadataAvailable",
      },
    },
  };
  const deployment = deployStack({
    name: "S",
    accountId: "1",
    region: "r",
    assetDirectories: new Map(),
    template,
  });
  expect(deployment).toMatchObject({ functions: [], roles: [], outputs: {} });
});
