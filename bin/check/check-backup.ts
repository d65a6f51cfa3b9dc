import { SESv2Client } from "@aws-sdk/client-sesv2";
import type { AwsSession } from "../deployed/aws-session";
import type { DeployedBackup } from "../deployed/deployed-backup";
import { choosePaint } from "../terminal/paint";
import { screenWidth, wrap } from "../terminal/wrap";
import { askFunction } from "./ask-function";
import type { Finding } from "./finding";
import { lookAtAlarmMails } from "./look-at-alarm-mails";
import { lookAtRecipients } from "./look-at-recipients";
import { lookAtSchedule } from "./look-at-schedule";
import { lookAtSender } from "./look-at-sender";
import { ringAlarm } from "./ring-alarm";
import { VerifiedIdentities } from "./verified-identities";
import { sumUp, writeFindings } from "./write-findings";

export interface CheckOptions {
  /** Has the function mail the result. */
  readonly mail: boolean;
  /** Sets off a test alarm afterwards. */
  readonly ring: boolean;
}

/** What was found, and whether any of it failed. */
export interface Checked {
  readonly findings: readonly Finding[];
  /** For the process: 0, or 1 if anything failed. */
  readonly exitCode: 0 | 1;
}

/**
 * Checks a deployed backup and prints what was found.
 * @throws CommandError if the test alarm cannot be set off
 */
export async function checkBackup(
  aws: AwsSession,
  backup: DeployedBackup,
  { mail, ring }: CheckOptions,
): Promise<Checked> {
  const { name, portalUrl, stackName } = backup;
  const paint = choosePaint(process.stdout, process.env);
  console.log(`Backup ${name} of ${portalUrl}\n${stackName} in ${aws.region}\n`);
  const findings = await listFindings(aws, backup, mail);
  for (const line of writeFindings(findings, paint)) console.log(line);
  console.log(`\n${sumUp(findings, paint)}`);
  if (ring) console.log(`\n${wrap(await ringAlarm(aws, backup), screenWidth).join("\n")}`);
  return { findings, exitCode: findings.some(({ result }) => result === "failed") ? 1 : 0 };
}

/** Looks at everything at once, with the function's eyes and with those of the person who asks. */
async function listFindings(aws: AwsSession, backup: DeployedBackup, mail: boolean): Promise<Finding[]> {
  const client = new SESv2Client(aws.clientSettings);
  const identities = new VerifiedIdentities(aws, client);
  const [own, ...others] = await Promise.all([
    askFunction(aws, backup, { mail }),
    lookAtSchedule(aws, backup),
    lookAtSender(aws, backup, identities),
    lookAtRecipients(aws, backup, { client, identities }),
    lookAtAlarmMails(aws, backup),
  ]);
  return [...own, ...others];
}
