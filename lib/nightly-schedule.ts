import { ArnFormat, Duration, Stack, TimeZone, Validations } from "aws-cdk-lib";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import {
  ContextAttribute,
  Schedule,
  ScheduleExpression,
  ScheduleTargetInput,
  TimeWindow,
} from "aws-cdk-lib/aws-scheduler";
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { SchedulerRole } from "./scheduler-role";
import type { ScheduleSettings } from "./settings/portal-settings";

export interface NightlyScheduleProps {
  readonly schedule: ScheduleSettings;
  readonly enabled: boolean;
  /** What is invoked, asynchronously, with the event of a scheduled backup. */
  readonly target: IFunction;
}

/** Starts the backup every night, and keeps the events that could not be delivered. */
export class NightlySchedule extends Construct {
  readonly schedule: Schedule;
  /** Holds undelivered events of this schedule and nothing else. */
  readonly undelivered: Queue;

  constructor(scope: Construct, id: string, { schedule, enabled, target }: NightlyScheduleProps) {
    super(scope, id);
    this.undelivered = this.#createQueue();
    const role = this.#createRole(target);
    const { at, days, timeZone } = schedule;
    this.schedule = new Schedule(this, "Schedule", {
      description: "Starts the nightly DocSpace backup",
      schedule: ScheduleExpression.cron({
        minute: `${at.minute}`,
        hour: `${at.hour}`,
        ...(days !== "daily" && { weekDay: days.join() }),
        timeZone: TimeZone.of(timeZone),
      }),
      enabled,
      timeWindow: TimeWindow.off(),
      // Not the ready-made target for functions: its role trusts and allows more than this one.
      target: {
        bind: () => ({
          arn: target.functionArn,
          role,
          input: ScheduleTargetInput.fromObject({
            mode: "backup",
            trigger: "schedule",
            scheduledTime: ContextAttribute.scheduledTime,
          }),
          // By default the scheduler would try 185 times in 24 hours: a backup at noon helps nobody.
          retryPolicy: { maximumRetryAttempts: 3, maximumEventAgeInSeconds: Duration.hours(1).toSeconds() },
          deadLetterConfig: { arn: this.undelivered.queueArn },
        }),
      },
    });
  }

  #createQueue(): Queue {
    const queue = new Queue(this, "Undelivered", {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    Validations.of(queue).acknowledge({
      id: "AwsSolutions-SQS3",
      reason:
        "This is the dead-letter queue of the schedule: nothing consumes it, so nothing can fail a second time.",
    });
    return queue;
  }

  #createRole(target: IFunction): SchedulerRole {
    const defaultGroup = Stack.of(this).formatArn({
      service: "scheduler",
      resource: "schedule-group",
      resourceName: "default",
      arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
    });
    const role = new SchedulerRole(this, "Role", {
      description: "What the schedule of the DocSpace backup may do",
      groupArn: defaultGroup,
    });
    role.allowInvoking(target);
    role.addToPolicy(
      new PolicyStatement({
        sid: "KeepUndelivered",
        actions: ["sqs:SendMessage"],
        resources: [this.undelivered.queueArn],
      }),
    );
    return role;
  }
}
