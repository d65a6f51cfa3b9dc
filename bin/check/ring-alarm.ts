import { CloudWatchClient, SetAlarmStateCommand } from "@aws-sdk/client-cloudwatch";
import type { AwsSession } from "../deployed/aws-session";
import type { DeployedBackup } from "../deployed/deployed-backup";
import { CommandError } from "../terminal/command-error";

/**
 * Sets off the alarm of a failed function as a test.
 * @returns what is to be expected now
 * @throws CommandError if there is no such alarm, or it cannot be set off
 */
export async function ringAlarm(aws: AwsSession, { alarms, name }: DeployedBackup): Promise<string> {
  if (alarms === undefined)
    throw new CommandError(
      "There is no alarm that could ring: the setting monitoring has opted out of them.",
    );
  const client = new CloudWatchClient(aws.clientSettings);
  const command = new SetAlarmStateCommand({
    // An ARN holds the name behind its sixth colon.
    AlarmName: alarms.functionFailedName.replace(/^arn:.*:alarm:/, ""),
    StateValue: "ALARM",
    StateReason: `This is a test of the backup "${name}" (npm run check -- --ring): nothing has failed, nothing is to be done.`,
  });
  await aws.call("cloudwatch:SetAlarmState", (options) => client.send(command, options));
  return (
    "The alarm FunctionFailed rings as a test: everybody who is confirmed under Alarm mails gets a mail within " +
    "some minutes, which says that it is a test. If none comes, alarms do not reach you: look into the spam folder. The alarm " +
    "is calm again by itself within some minutes, and needs no care. If it was ringing already, no second mail comes."
  );
}
