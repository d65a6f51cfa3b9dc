import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SESClient } from "@aws-sdk/client-ses";
import type { Context } from "aws-lambda";
import { version } from "../package.json";
import { systemClock } from "./clock";
import { type Configuration, readMailConfiguration } from "./configuration";
import { type Answer, type Equipment, invoke } from "./invoke";
import { SecretApiKey } from "./key/secret-api-key";
import { invocationLedger, noWakeUps } from "./ledger/invocation-ledger";
import { SesMailer } from "./mail/ses-mailer";
import { PortalClient } from "./portal/portal-client";

// Made once in the life of an execution environment; nothing is fetched before there is an event to report about.
const options = { maxAttempts: 3, requestHandler: { connectionTimeout: 2_000, requestTimeout: 4_000 } };
const secretsManager = new SecretsManagerClient(options);
const ses = new SESClient(options);
let keys: SecretApiKey | undefined;

function connect({ apiKeySecretArn, portalUrl }: Configuration): ReturnType<Equipment["connect"]> {
  keys ??= new SecretApiKey(secretsManager, apiKeySecretArn);
  return { keys, portal: new PortalClient(portalUrl, keys, systemClock, Math.random) };
}

/** What is used of what Lambda tells about an invocation. */
type UsedContext = Pick<
  Context,
  "awsRequestId" | "functionName" | "getRemainingTimeInMillis" | "logGroupName" | "logStreamName"
>;

/** The entry that Lambda calls, for the schedule and from the console alike. */
export const handler = async (event: unknown, context: UsedContext): Promise<Answer> =>
  invoke(
    event,
    {
      deadlineMs: Date.now() + context.getRemainingTimeInMillis(),
      functionName: context.functionName,
      version,
      requestId: context.awsRequestId,
      logGroupName: context.logGroupName,
      logStreamName: context.logStreamName,
    },
    process.env,
    {
      clock: systemClock,
      connect,
      ledger: invocationLedger,
      log: (happening, facts) => console.info({ happening, ...facts }),
      mailer: new SesMailer(ses, readMailConfiguration(process.env)),
      wakeUps: noWakeUps,
    },
  );
