import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, Duration, RemovalPolicy, SecretValue, Stack, TimeZone } from "aws-cdk-lib";
import * as iam from "aws-cdk-lib/aws-iam";
import * as lambda from "aws-cdk-lib/aws-lambda";
import * as logs from "aws-cdk-lib/aws-logs";
import * as scheduler from "aws-cdk-lib/aws-scheduler";
import { LambdaInvoke } from "aws-cdk-lib/aws-scheduler-targets";
import * as secretsmanager from "aws-cdk-lib/aws-secretsmanager";
import * as sqs from "aws-cdk-lib/aws-sqs";
import { type CloudStack, readCloudAssembly } from "../../../local/aws/cloud-assembly";
import type { WakeUpParts } from "./wake-up-stack";

const directory = mkdtempSync(join(tmpdir(), "backup-like-stack-"));

afterAll(() => rmSync(directory, { recursive: true }));

/** Synthesises a stack into a temporary directory and reads it back, as the rehearsal does with `cdk.out`. */
export function synthesiseStack(describe: (stack: Stack) => void, stackName = "Nightly-acme"): CloudStack {
  const outdir = mkdtempSync(join(directory, "cdk-out-"));
  const app = new App({ outdir, analyticsReporting: false });
  describe(new Stack(app, stackName));
  app.synth();
  const [stack] = readCloudAssembly(outdir);
  if (stack === undefined) throw new Error("no stack was synthesised");
  return stack;
}

/**
 * A function with everything that a nightly backup has around it, made with the CDK's own constructs.
 * @param options.source the function's only file
 * @param options.describeWakeUps adds what it needs to wake itself
 */
export function describeBackup(
  stack: Stack,
  options: { readonly source?: string; readonly describeWakeUps?: (stack: Stack) => WakeUpParts } = {},
): void {
  const { source = "exports.handler = async () => 'done';\n", describeWakeUps } = options;
  const code = mkdtempSync(join(directory, "code-"));
  writeFileSync(join(code, "index.js"), source);
  const wakeUps = describeWakeUps?.(stack);
  const logGroup = new logs.LogGroup(stack, "Logs", {
    retention: logs.RetentionDays.THREE_MONTHS,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const secret = new secretsmanager.Secret(stack, "ApiKey", {
    secretStringValue: SecretValue.unsafePlainText('{"apiKey":"placeholder"}'),
  });
  const role = new iam.Role(stack, "FunctionRole", {
    assumedBy: new iam.ServicePrincipal("lambda.amazonaws.com"),
  });
  role.addToPolicy(
    new iam.PolicyStatement({
      sid: "WriteLogs",
      actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
      resources: [logGroup.logGroupArn],
    }),
  );
  role.addToPolicy(
    new iam.PolicyStatement({
      sid: "ReadKey",
      actions: ["secretsmanager:GetSecretValue"],
      resources: [secret.secretArn],
    }),
  );
  role.addToPolicy(
    new iam.PolicyStatement({
      sid: "SendReport",
      actions: ["ses:SendEmail"],
      resources: [stack.formatArn({ service: "ses", resource: "identity", resourceName: "*" })],
      conditions: {
        StringEquals: { "ses:FromAddress": "backup@example.com" },
        "ForAllValues:StringEquals": { "ses:Recipients": ["admin@example.com", "second@example.com"] },
      },
    }),
  );
  for (const statement of wakeUps?.statements ?? []) role.addToPolicy(statement);
  const backup = new lambda.Function(stack, "Backup", {
    runtime: lambda.Runtime.NODEJS_24_X,
    architecture: lambda.Architecture.ARM_64,
    handler: "index.handler",
    code: lambda.Code.fromAsset(code),
    timeout: Duration.minutes(2),
    memorySize: 256,
    role: role.withoutPolicyUpdates(),
    logGroup,
    loggingFormat: lambda.LoggingFormat.JSON,
    environment: {
      ...wakeUps?.environment,
      SECRET_ARN: secret.secretArn,
      LOGS: `https://${stack.region}.console.example/${logGroup.logGroupName}`,
    },
  });
  wakeUps?.role.addToPolicy(
    new iam.PolicyStatement({ actions: ["lambda:InvokeFunction"], resources: [backup.functionArn] }),
  );
  backup.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: Duration.minutes(5) });
  const deadLetterQueue = new sqs.Queue(stack, "Undelivered", {
    enforceSSL: true,
    encryption: sqs.QueueEncryption.SQS_MANAGED,
    retentionPeriod: Duration.days(14),
  });
  new scheduler.Schedule(stack, "Nightly", {
    schedule: scheduler.ScheduleExpression.cron({
      minute: "30",
      hour: "4",
      timeZone: TimeZone.EUROPE_BERLIN,
    }),
    target: new LambdaInvoke(backup, {
      deadLetterQueue,
      retryAttempts: 3,
      maxEventAge: Duration.hours(1),
      input: scheduler.ScheduleTargetInput.fromObject({
        mode: "backup",
        trigger: "schedule",
        scheduledTime: scheduler.ContextAttribute.scheduledTime,
      }),
    }),
  });
  stack.exportValue(backup.functionName, { name: "FunctionName" });
}
