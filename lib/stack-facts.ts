import { CfnOutput } from "aws-cdk-lib";
import type { IAlarm } from "aws-cdk-lib/aws-cloudwatch";
import type { ITable } from "aws-cdk-lib/aws-dynamodb";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import type { ISchedule } from "aws-cdk-lib/aws-scheduler";
import type { ISecret } from "aws-cdk-lib/aws-secretsmanager";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import { Construct } from "constructs";
import type { PortalSettings } from "./settings";

export interface StackFactsProps {
  readonly settings: PortalSettings;
  readonly function: IFunction;
  readonly apiKeySecret: ISecret;
  readonly ledgerTable: ITable;
  /** The nightly one, in the group `default`. */
  readonly schedule: ISchedule;
  /** Undefined if there are no alarms. */
  readonly alarms: { readonly topic: ITopic; readonly functionFailed: IAlarm } | undefined;
}

/**
 * Adds the stack outputs by which the commands `check`, `set-api-key` and `history` recognise a stack and find what is in
 * it. They know these names: one that is changed here is not found any more in stacks that were deployed before.
 */
export function addStackFacts(stack: Construct, props: StackFactsProps): void {
  const { settings, alarms } = props;
  const outputs = {
    BackupName: { description: "The setting name, which the npm commands take", value: settings.name },
    PortalUrl: { description: "The portal that is backed up", value: settings.portalUrl },
    TimeZone: { description: "Time zone of the schedule and the report", value: settings.schedule.timeZone },
    Sender: { description: "The address that the report comes from", value: settings.sender },
    ReportTo: { description: "The addresses that the report goes to", value: settings.reportTo.join() },
    FunctionName: { description: "Name of the backup function", value: props.function.functionName },
    ApiKeySecretArn: {
      description: "Secret that holds the DocSpace API key",
      value: props.apiKeySecret.secretArn,
    },
    LedgerTable: { description: "Table that holds the earlier runs", value: props.ledgerTable.tableName },
    ScheduleName: {
      description: "The nightly schedule, in the group default",
      value: props.schedule.scheduleName,
    },
    ...(alarms !== undefined && {
      AlertTopicArn: { description: "Topic that the alarms go to", value: alarms.topic.topicArn },
      AlertTo: {
        description: "The addresses that alarms are to be mailed to",
        value: settings.alertTo.join(),
      },
      FunctionFailedAlarm: {
        description: "Alarm that rings when a run fails",
        value: alarms.functionFailed.alarmName,
      },
    }),
  };
  // Beside the resources, of which one has the id of an output already. The names of outputs are what is said here all the same.
  const scope = new Construct(stack, "Facts");
  for (const [name, output] of Object.entries(outputs)) {
    new CfnOutput(scope, name, output).overrideLogicalId(name);
  }
}
