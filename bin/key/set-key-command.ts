import { parseArgs } from "node:util";
import { type Checked, checkBackup } from "../check/check-backup";
import { AwsSession } from "../deployed/aws-session";
import { findBackup } from "../deployed/find-backup";
import { Interrupted } from "../terminal/ask";
import { CommandError } from "../terminal/command-error";
import { readOptions } from "../terminal/read-options";
import { readKey } from "./read-key";
import { refuseKeys } from "./refuse-keys";
import { storeKey } from "./store-key";

const usage = `npm run set-api-key                  ask for the portal's API key without showing it, store it in AWS Secrets
                                     Manager, and check the backup with it
npm run set-api-key -- --name acme   of several backups, for this one
npm run set-api-key -- --force       take what does not look like an API key of DocSpace
npm run set-api-key -- --help        this text

Wait for the question before you paste the key: before it a terminal shows what is typed. A key that is piped in is
taken without asking: npm run set-api-key < file. It is never an argument, which would stay in the shell's history.
It replaces the whole value of the secret. The key is made in the portal, under Settings > Developer Tools > API keys, by a
DocSpace administrator and with all permissions.

Ends as npm run check does, with 2 if nothing was stored and with 130 after Ctrl-C. It uses the AWS CLI's
credentials and region: AWS_PROFILE and AWS_REGION name others.`;

/** What `npm run set-api-key` does. Resolves with the exit code. */
export async function runSetApiKey(args: readonly string[]): Promise<number> {
  refuseKeys(args);
  refuseArguments(args);
  const { help, name, force } = readOptions(
    "set-api-key",
    () =>
      parseArgs({
        args: [...args],
        options: {
          force: { type: "boolean", default: false },
          help: { type: "boolean", short: "h", default: false },
          name: { type: "string" },
        },
      }).values,
  );
  if (help) {
    console.log(usage);
    return 0;
  }
  try {
    return await setKey({ name, force });
  } catch (error) {
    if (error instanceof Interrupted) return 130;
    throw error;
  }
}

async function setKey({ name, force }: { readonly name: string | undefined; readonly force: boolean }) {
  const aws = await AwsSession.open("set-api-key");
  // Before AWS is called: what cannot be a key goes nowhere.
  const key = await readKey({ force });
  const further = force ? " --force" : "";
  const backup = await findBackup(aws, { command: "set-api-key", name, further });
  await storeKey(aws, backup, key);
  console.log(
    `Stored the API key of ${backup.portalUrl} in the secret\n${backup.apiKeySecretArn}\n` +
      "The value before stays there as the version AWSPREVIOUS.\n",
  );
  const checked = await checkBackup(aws, backup, { mail: false, ring: false });
  tellOfRefusal(checked, backup.portalUrl);
  return checked.exitCode;
}

function tellOfRefusal({ findings }: Checked, portalUrl: string): void {
  const refused = findings.find(
    ({ check, result, says }) => check === "API key" && result === "failed" && says.includes("401"),
  );
  if (refused === undefined) return;
  console.log(
    `\nThe key was stored, and ${portalUrl} does not take it (HTTP 401): it is not whole, was deleted or has\n` +
      "expired, or is a key of another portal. Make a new one there and run npm run set-api-key again.",
  );
}

/** @throws CommandError which repeats nothing of what was written: it may be a key of another form */
function refuseArguments(args: readonly string[]): void {
  if (args.some((argument, index) => !argument.startsWith("-") && args[index - 1] !== "--name"))
    throw new CommandError(
      "This command takes no argument besides its options. The key is never one: the command asks for it.\n" +
        "Options follow two hyphens, as in: npm run set-api-key -- --name acme",
    );
}
