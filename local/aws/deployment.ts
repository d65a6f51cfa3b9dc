import type { Statement } from "./iam/statement";

/** A stack as it would stand in an account: every name made, every reference replaced. */
export interface Deployment {
  readonly stackName: string;
  readonly accountId: string;
  readonly region: string;
  readonly functions: readonly DeployedFunction[];
  readonly schedules: readonly DeployedSchedule[];
  /** The groups that the stack makes, besides `default`. */
  readonly scheduleGroups: readonly DeployedScheduleGroup[];
  readonly tables: readonly DeployedTable[];
  readonly roles: readonly Role[];
  readonly secrets: readonly DeployedSecret[];
  readonly queues: readonly DeployedQueue[];
  readonly alarms: readonly DeployedAlarm[];
  readonly topics: readonly DeployedTopic[];
  readonly outputs: Readonly<Record<string, string>>;
}

export interface DeployedFunction {
  readonly logicalId: string;
  readonly name: string;
  readonly arn: string;
  readonly roleArn: string;
  /** Where the files of its asset lie on this machine. */
  readonly codeDirectory: string;
  readonly handler: string;
  readonly runtime: string;
  readonly timeoutMs: number;
  readonly memoryMb: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly logGroupName: string;
  /** Without the `:*` that CloudFormation appends. */
  readonly logGroupArn: string;
  readonly logFormat: "JSON" | "Text";
  readonly asyncInvoke: { readonly maxRetryAttempts: number; readonly maxEventAgeSeconds: number };
}

export interface DeployedSchedule {
  readonly logicalId: string;
  readonly name: string;
  readonly arn: string;
  readonly groupName: string;
  /** e.g. `cron(30 4 ? * * *)` */
  readonly expression: string;
  readonly timeZone: string;
  readonly state: "ENABLED" | "DISABLED";
  readonly target: ScheduleTarget;
}

export interface ScheduleTarget {
  readonly arn: string;
  readonly roleArn: string;
  /** The event as a JSON text in which `<aws.scheduler.…>` attributes are still to be replaced. */
  readonly input: string;
  readonly retry: { readonly maximumRetryAttempts: number; readonly maximumEventAgeSeconds: number };
  readonly deadLetterArn?: string;
}

export interface DeployedScheduleGroup {
  readonly logicalId: string;
  readonly name: string;
  readonly arn: string;
}

type KeySchema = readonly { readonly AttributeName: string; readonly KeyType: "HASH" | "RANGE" }[];

/** A DynamoDB table, its keys in the form in which the API takes them. */
export interface DeployedTable {
  readonly logicalId: string;
  readonly name: string;
  readonly arn: string;
  readonly keySchema: KeySchema;
  readonly globalIndexes: readonly {
    readonly IndexName: string;
    readonly KeySchema: KeySchema;
    readonly Projection: { readonly ProjectionType: "ALL" };
  }[];
  readonly attributeDefinitions: readonly {
    readonly AttributeName: string;
    readonly AttributeType: "S" | "N" | "B";
  }[];
}

export interface Role {
  readonly logicalId: string;
  readonly name: string;
  readonly arn: string;
  /** Who may assume it. */
  readonly trust: readonly Statement[];
  readonly policies: readonly RolePolicy[];
}

export interface RolePolicy {
  readonly name: string;
  readonly statements: readonly Statement[];
}

export interface DeployedSecret {
  readonly logicalId: string;
  readonly name: string;
  readonly arn: string;
  readonly initialValue: string;
}

export interface DeployedQueue {
  readonly logicalId: string;
  readonly name: string;
  readonly arn: string;
  readonly url: string;
  readonly policy: readonly Statement[];
}

/** A CloudWatch alarm on metric math. */
export interface DeployedAlarm {
  readonly logicalId: string;
  readonly name: string;
  readonly arn: string;
  readonly description: string;
  readonly actionsEnabled: boolean;
  /** ARNs of what is told when it goes off. */
  readonly alarmActions: readonly string[];
  /** ARNs of what is told when it is over. */
  readonly okActions: readonly string[];
  /** e.g. `FILL(verified, 0)` */
  readonly expression: string;
  /** By their names in the expression. */
  readonly metrics: ReadonlyMap<string, DeployedMetric>;
  readonly periodMs: number;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly comparison: "LessThanThreshold" | "GreaterThanOrEqualToThreshold";
  readonly threshold: number;
  /** What counts where the expression has no data at all. */
  readonly treatMissingData: "breaching" | "notBreaching";
}

/** A metric as an alarm reads it. */
export interface DeployedMetric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: "Sum" | "Maximum";
}

export interface DeployedTopic {
  readonly logicalId: string;
  readonly arn: string;
  readonly policy: readonly Statement[];
  /** Who is mailed, once they have confirmed it. */
  readonly addresses: readonly string[];
}

/** The name of a secret: its ARN ends in the name, a hyphen and six characters. */
export function secretNameOf(secretArn: string): string {
  return secretArn.split(":").slice(6).join(":").slice(0, -7);
}

/** @throws if the stack has no role with this ARN */
export function findRole(deployment: Deployment, roleArn: string): Role {
  const role = deployment.roles.find(({ arn }) => arn === roleArn);
  if (role !== undefined) return role;
  const known = deployment.roles.map(({ arn }) => arn).join(", ");
  throw new Error(`${deployment.stackName} has no role ${roleArn}, expected one of its own: ${known}.`);
}
