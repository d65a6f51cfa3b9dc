import { GetScheduleCommand, SchedulerClient } from "@aws-sdk/client-scheduler";
import { AwsCallError } from "../deployed/aws-call-error";
import type { AwsSession } from "../deployed/aws-session";
import type { DeployedBackup } from "../deployed/deployed-backup";
import { printable } from "../terminal/printable";
import { type Finding, lookAt } from "./finding";

/** Whether the schedule exists and is not paused. */
export function lookAtSchedule(
  aws: AwsSession,
  { scheduleName, stackName }: DeployedBackup,
): Promise<Finding> {
  return lookAt("Schedule", async () => {
    const client = new SchedulerClient(aws.clientSettings);
    const command = new GetScheduleCommand({ GroupName: "default", Name: scheduleName });
    try {
      const {
        State,
        ScheduleExpression = "",
        ScheduleExpressionTimezone: zone = "UTC",
      } = await aws.call("scheduler:GetSchedule", (options) => client.send(command, options));
      const when = printable(`${describeExpression(ScheduleExpression)} ${zone}`);
      if (State === "ENABLED") return { result: "ok", says: `Switched on: ${when}.` };
      return {
        result: "warning",
        says: `Paused: no backup is started by itself (${when}).`,
        next: `If that is not meant: leave out the setting enabled, then npx cdk deploy ${stackName} --revert-drift`,
      };
    } catch (error) {
      if (!(error instanceof AwsCallError) || error.problem !== "missing") throw error;
      return {
        result: "failed",
        says: "The schedule is gone: somebody has deleted it, and no backup is started by itself.",
        next: `Have it made again: npx cdk deploy ${stackName} --revert-drift`,
      };
    }
  });
}

/** `04:30 daily` or `04:30 MON,THU`; an expression that is not of this project's making stays as it is. */
function describeExpression(expression: string): string {
  const [, minute, hour, date, day = ""] = /^cron\((\d+) (\d+) (\S+) \* (\S+) \*\)$/.exec(expression) ?? [];
  if (minute === undefined || hour === undefined || !/^[*?]$/.test(date ?? "")) return expression;
  return `${hour.padStart(2, "0")}:${minute.padStart(2, "0")} ${/^[*?]$/.test(day) ? "daily" : day}`;
}
