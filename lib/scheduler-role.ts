import { Stack } from "aws-cdk-lib";
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import type { Construct } from "constructs";

export interface SchedulerRoleProps {
  readonly description: string;
  /** ARN of the schedule group whose schedules may take the role. */
  readonly groupArn: string;
}

/**
 * A role for the schedules of one group in this account, and for nobody else.
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
 */
export class SchedulerRole extends Role {
  constructor(scope: Construct, id: string, { description, groupArn }: SchedulerRoleProps) {
    super(scope, id, {
      description,
      assumedBy: new ServicePrincipal("scheduler.amazonaws.com", {
        conditions: {
          StringEquals: { "aws:SourceAccount": Stack.of(scope).account, "aws:SourceArn": groupArn },
        },
      }),
    });
  }

  /** Lets the schedules invoke this function by its plain ARN, without a version or alias. */
  allowInvoking(target: IFunction): void {
    this.addToPolicy(
      new PolicyStatement({
        sid: "InvokeBackup",
        actions: ["lambda:InvokeFunction"],
        resources: [target.functionArn],
      }),
    );
  }
}
