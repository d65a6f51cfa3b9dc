import type { Stack } from "aws-cdk-lib";
import * as dynamodb from "aws-cdk-lib/aws-dynamodb";
import * as iam from "aws-cdk-lib/aws-iam";
import * as scheduler from "aws-cdk-lib/aws-scheduler";

/** What a function has that remembers in a table and wakes itself: names that it is given, and the statements it needs. */
export interface WakeUpParts {
  readonly environment: Record<string, string>;
  readonly statements: readonly iam.PolicyStatement[];
  /** What the wake-ups act as; it has yet to be allowed to invoke the function. */
  readonly role: iam.Role;
}

/** Describes a table, a schedule group and the role of its schedules. */
export function describeWakeUps(stack: Stack, { global = false } = {}): WakeUpParts {
  const keys = {
    partitionKey: { name: "kind", type: dynamodb.AttributeType.STRING },
    sortKey: { name: "id", type: dynamodb.AttributeType.STRING },
    timeToLiveAttribute: "expiresAt",
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
  };
  const table = global
    ? new dynamodb.TableV2(stack, "Ledger", keys)
    : new dynamodb.Table(stack, "Ledger", { ...keys, billingMode: dynamodb.BillingMode.PAY_PER_REQUEST });
  table.addGlobalSecondaryIndex({
    indexName: "by-start",
    partitionKey: keys.partitionKey,
    sortKey: { name: "startedAtMs", type: dynamodb.AttributeType.NUMBER },
  });
  const group = new scheduler.CfnScheduleGroup(stack, "WakeUps");
  const role = new iam.Role(stack, "WakeUpRole", {
    assumedBy: new iam.ServicePrincipal("scheduler.amazonaws.com", {
      conditions: { StringEquals: { "aws:SourceAccount": stack.account, "aws:SourceArn": group.attrArn } },
    }),
  });
  const schedules = stack.formatArn({
    service: "scheduler",
    resource: "schedule",
    resourceName: `${group.ref}/*`,
  });
  return {
    environment: { TABLE: table.tableName, GROUP: group.ref, ROLE: role.roleArn },
    role,
    statements: [
      new iam.PolicyStatement({
        sid: "KeepLedger",
        actions: [
          "dynamodb:GetItem",
          "dynamodb:PutItem",
          "dynamodb:UpdateItem",
          "dynamodb:DeleteItem",
          "dynamodb:Query",
        ],
        resources: [table.tableArn, `${table.tableArn}/index/by-start`],
      }),
      new iam.PolicyStatement({
        sid: "ArmWakeUps",
        actions: ["scheduler:CreateSchedule", "scheduler:DeleteSchedule"],
        resources: [schedules],
      }),
      new iam.PolicyStatement({
        sid: "PassRole",
        actions: ["iam:PassRole"],
        resources: [role.roleArn],
        conditions: { StringEquals: { "iam:PassedToService": "scheduler.amazonaws.com" } },
      }),
    ],
  };
}
