import { Stack, Validations } from "aws-cdk-lib";
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { ILogGroup } from "aws-cdk-lib/aws-logs";
import type { ISecret } from "aws-cdk-lib/aws-secretsmanager";
import type { Construct } from "constructs";
import type { Ledger } from "./ledger";
import type { WakeUps } from "./wake-ups";

export interface BackupRoleProps {
  readonly logGroup: ILogGroup;
  readonly apiKeySecret: ISecret;
  readonly ledger: Ledger;
  readonly wakeUps: WakeUps;
  /** The one address that mail may come from. */
  readonly sender: string;
  /** The only addresses that mail may go to. */
  readonly recipients: readonly string[];
}

/** What the backup function may do: a statement for each thing that it works with, and none wider than its use. */
export class BackupRole extends Role {
  constructor(scope: Construct, id: string, props: BackupRoleProps) {
    super(scope, id, {
      assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
      description: "What the DocSpace backup function may do",
    });
    this.#allowLogAndKey(props);
    this.#allowMail(props);
    this.#allowLedger(props);
    this.#allowWakeUps(props);
  }

  #allowLogAndKey({ logGroup, apiKeySecret }: BackupRoleProps): void {
    this.addToPolicy(
      new PolicyStatement({
        sid: "WriteOwnLog",
        actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
        resources: [logGroup.logGroupArn],
      }),
    );
    this.addToPolicy(
      new PolicyStatement({
        sid: "ReadApiKey",
        actions: ["secretsmanager:GetSecretValue"],
        resources: [apiKeySecret.secretArn],
      }),
    );
  }

  #allowMail({ sender, recipients }: BackupRoleProps): void {
    const stack = Stack.of(this);
    const identities = stack.formatArn({ service: "ses", resource: "identity", resourceName: "*" });
    const configurationSets = stack.formatArn({
      service: "ses",
      resource: "configuration-set",
      resourceName: "*",
    });
    this.addToPolicy(
      new PolicyStatement({
        sid: "MailReport",
        actions: ["ses:SendEmail"],
        // An identity may have a default configuration set, and SES then checks the permission against that as well.
        resources: [identities, configurationSets],
        conditions: {
          StringEquals: { "ses:FromAddress": sender },
          "ForAllValues:StringEquals": { "ses:Recipients": recipients },
        },
      }),
    );
    for (const resource of ["identity", "configuration-set"]) {
      Validations.of(this).acknowledge({
        id: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:ses:<AWS::Region>:<AWS::AccountId>:${resource}/*]`,
        reason:
          "SES checks this permission against the sender's identity, which may be an address or any parent domain, " +
          "against that identity's default configuration set, and in the sandbox against the recipients' identities " +
          "too. The conditions bind it to one sender and the report's recipients.",
      });
    }
  }

  #allowLedger({ ledger }: BackupRoleProps): void {
    this.addToPolicy(
      new PolicyStatement({
        sid: "KeepLedger",
        actions: ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:DeleteItem"],
        resources: [ledger.table.tableArn],
      }),
    );
    this.addToPolicy(
      new PolicyStatement({
        sid: "ReadEarlierRuns",
        actions: ["dynamodb:Query"],
        resources: [ledger.byStartArn],
      }),
    );
  }

  #allowWakeUps({ wakeUps: { group, role } }: BackupRoleProps): void {
    const stack = Stack.of(this);
    const schedules = stack.formatArn({
      service: "scheduler",
      resource: "schedule",
      resourceName: `${group.ref}/*`,
    });
    this.addToPolicy(
      new PolicyStatement({
        sid: "ArmWakeUps",
        actions: ["scheduler:CreateSchedule", "scheduler:DeleteSchedule"],
        resources: [schedules],
      }),
    );
    // A wake-up acts as this role, so creating one hands it over. It can go to EventBridge Scheduler alone.
    this.addToPolicy(
      new PolicyStatement({
        sid: "PassWakeUpRole",
        actions: ["iam:PassRole"],
        resources: [role.roleArn],
        conditions: { StringEquals: { "iam:PassedToService": "scheduler.amazonaws.com" } },
      }),
    );
    Validations.of(this).acknowledge({
      id: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:scheduler:<AWS::Region>:<AWS::AccountId>:schedule/<${stack.getLogicalId(group)}>/*]`,
      reason:
        "Each wake-up is a schedule of its own, named after its run, so that their names are not known beforehand. The " +
        "group holds nothing but this function's wake-ups.",
    });
  }
}
