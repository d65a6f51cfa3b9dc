import { randomUUID } from "node:crypto";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SchedulerClient } from "@aws-sdk/client-scheduler";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SESClient } from "@aws-sdk/client-ses";
import type { Context } from "aws-lambda";
import { version } from "../package.json";
import { systemClock } from "./clock";
import { type Configuration, readMailConfiguration } from "./configuration";
import { type Answer, type Equipment, invoke } from "./invoke";
import { SecretApiKey } from "./key/secret-api-key";
import { DynamoLedger } from "./ledger/dynamo-ledger";
import { SesMailer } from "./mail/ses-mailer";
import { writeMetrics } from "./metrics/embedded-metrics";
import { PortalCalls } from "./portal/portal-calls";
import { PortalClient } from "./portal/portal-client";
import { PortalInspector } from "./portal/portal-inspector";
import type { Log } from "./run/ports";
import { SchedulerWakeUps } from "./wake-ups/scheduler-wake-ups";

// Made once in the life of an execution environment; nothing is fetched before there is an event to report about.
const options = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 2_000, requestTimeout: 4_000, throwOnRequestTimeout: true },
};
const secretsManager = new SecretsManagerClient(options);
const dynamo = new DynamoDBClient(options);
const scheduler = new SchedulerClient(options);
// SES may have taken a mail whose answer is late: only the mailer knows what may be sent again.
const ses = new SESClient({
  ...options,
  maxAttempts: 1,
  requestHandler: { ...options.requestHandler, requestTimeout: 9_000 },
});
let keys: SecretApiKey | undefined;

const log: Log = (happening, facts) => console.info({ happening, ...facts });

/** What is used of what Lambda tells about an invocation. */
type UsedContext = Pick<
  Context,
  | "awsRequestId"
  | "functionName"
  | "getRemainingTimeInMillis"
  | "invokedFunctionArn"
  | "logGroupName"
  | "logStreamName"
>;

function connect(configuration: Configuration, functionArn: string): ReturnType<Equipment["connect"]> {
  const { apiKeySecretArn, portalUrl, ledgerTable, wakeUpGroup, wakeUpRoleArn } = configuration;
  keys ??= new SecretApiKey(secretsManager, apiKeySecretArn);
  const calls = new PortalCalls(portalUrl, keys, systemClock, Math.random);
  return {
    keys,
    portal: new PortalClient(calls),
    inspector: new PortalInspector(calls),
    ledger: new DynamoLedger(dynamo, ledgerTable, randomUUID()),
    wakeUps: new SchedulerWakeUps(
      scheduler,
      { group: wakeUpGroup, roleArn: wakeUpRoleArn, functionArn },
      log,
    ),
  };
}

/** Whoever invokes a version or an alias shall not make wake-ups for it: their role may call the function alone. */
function dropQualifier(functionArn: string): string {
  return functionArn.split(":").slice(0, 7).join(":");
}

/** One of the fields of an ARN, counted from 0: `arn:partition:service:region:…`. */
function readField(arn: string, index: number): string {
  return arn
    .split(":")
    .slice(index, index + 1)
    .join();
}

/** The entry that Lambda calls, for the schedule, for wake-ups and from the console alike. */
export const handler = async (event: unknown, context: UsedContext): Promise<Answer> =>
  invoke(
    event,
    {
      deadlineMs: Date.now() + context.getRemainingTimeInMillis(),
      functionName: context.functionName,
      version,
      partition: readField(context.invokedFunctionArn, 1),
      region: readField(context.invokedFunctionArn, 3),
      requestId: context.awsRequestId,
      logGroupName: context.logGroupName,
      logStreamName: context.logStreamName,
    },
    process.env,
    {
      clock: systemClock,
      connect: (configuration) => connect(configuration, dropQualifier(context.invokedFunctionArn)),
      log,
      mailer: new SesMailer(ses, readMailConfiguration(process.env), systemClock),
      metrics: writeMetrics,
    },
  );
