import type { Stack } from "@aws-sdk/client-cloudformation";
import * as v from "valibot";
import { CommandError } from "../terminal/command-error";
import { printable } from "../terminal/printable";

/** A backup that stands in AWS, as its stack's outputs describe it. */
export interface DeployedBackup {
  readonly stackName: string;
  /** The AWS account that the stack is in. */
  readonly account: string;
  /** The setting `name`. */
  readonly name: string;
  readonly portalUrl: string;
  /** IANA name of the zone in which the schedule's times are meant. */
  readonly timeZone: string;
  readonly functionName: string;
  readonly apiKeySecretArn: string;
  readonly ledgerTable: string;
  /** In the group `default`. */
  readonly scheduleName: string;
  readonly sender: string;
  readonly reportTo: readonly string[];
  /** Undefined where the alarms are opted out of. */
  readonly alarms:
    | {
        readonly topicArn: string;
        readonly functionFailedName: string;
        /** Who is to be mailed. */
        readonly alertTo: readonly string[];
      }
    | undefined;
}

/** A stack that is one of ours, whole or not. */
export interface BackupStack {
  readonly stackName: string;
  /** The AWS account that it is in. */
  readonly account: string;
  /** The setting `name`. */
  readonly name: string;
  /** CloudFormation's, e.g. `UPDATE_COMPLETE`. */
  readonly status: string;
  readonly outputs: Readonly<Record<string, string>>;
}

/** What the stacks of this project are called, before the setting `name`. One that was not finished has no outputs. */
const stackPrefix = "DocSpaceBackup-";

/** Undefined for a stack that is none of ours. Who may make stacks may call one so, and have it say anything. */
export function recogniseStack({
  StackId = "",
  StackName,
  StackStatus,
  Outputs = [],
}: Stack): BackupStack | undefined {
  const outputs = Object.fromEntries(
    Outputs.map(({ OutputKey = "", OutputValue = "" }) => [OutputKey, printable(OutputValue)]),
  );
  const stackName = StackName ?? "";
  const isOurs = outputs.BackupName !== undefined || stackName.startsWith(stackPrefix);
  if (!isOurs) return undefined;
  const name = outputs.BackupName ?? stackName.slice(stackPrefix.length);
  return { stackName, account: readAccount(StackId), name, status: StackStatus ?? "", outputs };
}

/** The account in an ARN. */
export function readAccount(arn: string): string {
  return /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(arn)?.[1] ?? "";
}

const text = v.pipe(v.string(), v.nonEmpty());
const requiredOutputs = v.object({
  BackupName: text,
  PortalUrl: text,
  TimeZone: text,
  FunctionName: text,
  ApiKeySecretArn: text,
  LedgerTable: text,
  ScheduleName: text,
  Sender: text,
  ReportTo: text,
});

/**
 * Reads a stack's outputs.
 * @throws CommandError if the stack is not finished, or was deployed by an older version
 */
export function readBackup(stack: BackupStack): DeployedBackup {
  const { stackName, account, status, outputs } = stack;
  const parsed = v.safeParse(requiredOutputs, outputs);
  const state = describeState(stack);
  if (!parsed.success) {
    if (state !== undefined) throw new CommandError(state);
    throw new CommandError(
      `${stackName} was deployed by an older version: it has no output ${v.getDotPath(parsed.issues[0])}.\n` +
        `Deploy it again: npx cdk deploy ${stackName}`,
    );
  }
  if (/^(DELETE|ROLLBACK|CREATE_FAILED)/.test(status) && state !== undefined) throw new CommandError(state);
  const { AlertTopicArn: topicArn, FunctionFailedAlarm: functionFailedName, AlertTo = "" } = outputs;
  return {
    stackName,
    account,
    name: parsed.output.BackupName,
    portalUrl: parsed.output.PortalUrl,
    timeZone: parsed.output.TimeZone,
    functionName: parsed.output.FunctionName,
    apiKeySecretArn: parsed.output.ApiKeySecretArn,
    ledgerTable: parsed.output.LedgerTable,
    scheduleName: parsed.output.ScheduleName,
    sender: parsed.output.Sender,
    reportTo: parsed.output.ReportTo.split(","),
    alarms:
      topicArn === undefined || functionFailedName === undefined
        ? undefined
        : { topicArn, functionFailedName, alertTo: AlertTo.split(",").filter((address) => address !== "") },
  };
}

/** What is to be said of a stack's state; undefined for one that is as it should be. */
export function describeState({ stackName, status }: BackupStack): string | undefined {
  if (/^(CREATE|UPDATE|IMPORT)_COMPLETE$/.test(status)) return undefined;
  const again = `Deploy it again: npx cdk deploy ${stackName}`;
  if (status.startsWith("DELETE_"))
    return `${stackName} is being deleted, or was deleted in part (${status}).\nWait, or remove the rest: npx cdk destroy ${stackName}`;
  if (status.endsWith("_IN_PROGRESS"))
    return `${stackName} is being deployed at the moment (${status}).\nWait until that is over.`;
  if (status === "ROLLBACK_COMPLETE" || status === "CREATE_FAILED" || status === "ROLLBACK_FAILED")
    return `${stackName} could not be deployed (${status}).\nThe reason is in the AWS console under CloudFormation, Events. Mend it, then: npx cdk destroy ${stackName} && npx cdk deploy ${stackName}`;
  return `The last deployment of ${stackName} failed (${status}); what stood there before goes on working.\nThe reason is in the AWS console under CloudFormation, Events. ${again}`;
}
