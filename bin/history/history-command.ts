import { parseArgs } from "node:util";
import { AwsSession } from "../deployed/aws-session";
import { findBackup } from "../deployed/find-backup";
import { refuseKeys } from "../key/refuse-keys";
import { CommandError } from "../terminal/command-error";
import { choosePaint } from "../terminal/paint";
import { readOptions } from "../terminal/read-options";
import { readLedger } from "./read-ledger";
import { formatStart, writeHistory } from "./write-history";

const usage = `npm run history                      list how the last 30 runs of the deployed backup ended
npm run history -- --name acme       of several backups, of this one
npm run history -- --nights 90       so many
npm run history -- --help            this text

Ends with 0 if they could be listed, with 2 if not. It uses the AWS CLI's credentials and region: AWS_PROFILE and
AWS_REGION name others.`;

/** For as long runs are remembered. */
const maxNights = 400;

/** What `npm run history` does. Resolves with the exit code. */
export async function runHistory(args: readonly string[]): Promise<number> {
  refuseKeys(args);
  const { help, name, nights } = readOptions(
    "history",
    () =>
      parseArgs({
        args: [...args],
        options: {
          help: { type: "boolean", short: "h", default: false },
          name: { type: "string" },
          nights: { type: "string", default: "30" },
        },
      }).values,
  );
  if (help) {
    console.log(usage);
    return 0;
  }
  const limit = parseNights(nights);
  const aws = await AwsSession.open("history");
  const further = nights === "30" ? "" : ` --nights ${nights}`;
  const backup = await findBackup(aws, { command: "history", name, further });
  const { active, runs } = await readLedger(aws, backup, limit);
  const { portalUrl, timeZone } = backup;
  console.log(`Backup ${backup.name} of ${portalUrl}, times in ${timeZone}\n`);
  if (active !== undefined) console.log(`RUNNING since ${formatStart(active.startedAtMs, timeZone)}\n`);
  if (runs.length === 0) {
    console.log("No run has ended yet.");
    return 0;
  }
  for (const line of writeHistory(runs, timeZone, choosePaint(process.stdout, process.env)))
    console.log(line);
  return 0;
}

function parseNights(text: string): number {
  if (/^\d{1,3}$/.test(text) && Number(text) >= 1 && Number(text) <= maxNights) return Number(text);
  throw new CommandError(
    `--nights is "${text}": expected a whole number from 1 to ${maxNights}, as in: npm run history -- --nights 90`,
  );
}
