import { parseArgs } from "node:util";
import { AwsSession } from "../deployed/aws-session";
import { findBackup } from "../deployed/find-backup";
import { refuseKeys } from "../key/refuse-keys";
import { readOptions } from "../terminal/read-options";
import { checkBackup } from "./check-backup";

const usage = `npm run check                        look whether the deployed backup will work tonight; starts nothing
npm run check -- --name acme         of several backups, this one
npm run check -- --mail              also mail the result to the recipients of the reports, which proves that
                                     mails arrive
npm run check -- --ring              also set off an alarm as a test, which proves that alarms arrive
npm run check -- --help              this text

Ends with 0 if nothing has failed, with 1 if something has, with 2 if it could not be looked. It uses the AWS
CLI's credentials and region: AWS_PROFILE and AWS_REGION name others.`;

/** What `npm run check` does. Resolves with the exit code. */
export async function runCheck(args: readonly string[]): Promise<number> {
  refuseKeys(args);
  const { help, name, mail, ring } = readOptions(
    "check",
    () =>
      parseArgs({
        args: [...args],
        options: {
          help: { type: "boolean", short: "h", default: false },
          mail: { type: "boolean", default: false },
          name: { type: "string" },
          ring: { type: "boolean", default: false },
        },
      }).values,
  );
  if (help) {
    console.log(usage);
    return 0;
  }
  const aws = await AwsSession.open("check");
  const further = `${mail ? " --mail" : ""}${ring ? " --ring" : ""}`;
  const backup = await findBackup(aws, { command: "check", name, further });
  return (await checkBackup(aws, backup, { mail, ring })).exitCode;
}
