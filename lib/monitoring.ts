import { Duration, Stack } from "aws-cdk-lib";
import { ComparisonOperator, Metric, Stats, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import { Topic } from "aws-cdk-lib/aws-sns";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { metricDimension, metricNames, metricNamespace } from "../lambda/environment";
import { describeAlarm } from "./alarm-description";
import { AlertTopic } from "./alert-topic";
import { BackupAlarm } from "./backup-alarm";
import type { PortalSettings } from "./settings";

export interface MonitoringProps {
  readonly settings: PortalSettings;
  /** What makes the backups. */
  readonly function: IFunction;
  /** Holds the schedule's undelivered events and nothing else. */
  readonly undelivered: IQueue;
}

/**
 * How long a single event keeps its alarm: long enough for metrics that come late (those of a queue by up to a quarter of an
 * hour) and for the errors of one night to ring once; short enough to be over before the next night's.
 */
const eventAlarm = {
  period: Duration.minutes(5),
  evaluationPeriods: 12,
  datapointsToAlarm: 1,
  comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
  threshold: 1,
  treatMissingData: TreatMissingData.NOT_BREACHING,
} as const;

/**
 * Tells people when a backup goes wrong, by a way that needs neither the function nor SES.
 *
 * Three alarms, because there are three ways to fall silent: the function fails, it is never called, or nothing at all
 * happens any more. Only the last one also says when it is over; that no error came for an hour means nothing.
 */
export class Monitoring extends Construct {
  readonly topic: AlertTopic;
  /** Rings in each night in which the function ends with an error. */
  readonly functionFailed: BackupAlarm;

  readonly #actions: readonly SnsAction[];

  constructor(scope: Construct, id: string, props: MonitoringProps) {
    super(scope, id);
    const { name, alertTo, alertTopicArn, monitoring } = props.settings;
    this.topic = new AlertTopic(this, "Topic", {
      displayName: `DocSpace backup ${name}`,
      addresses: alertTo,
    });
    const others =
      alertTopicArn === undefined ? [] : [Topic.fromTopicArn(this, "ExistingTopic", alertTopicArn)];
    this.#actions = [this.topic, ...others].map((topic) => new SnsAction(topic));
    if (monitoring.alarms === "all") this.#watchForMissedNights(props, monitoring.missedNightHours);
    this.functionFailed = this.#watchForErrors(props);
    this.#watchForUndelivered(props);
  }

  /**
   * While the schedule is paused nothing is missing: what is not there counts as good then, so that the alarm is calm when
   * the schedule goes on, and can go off anew. One that was only muted would stay as it is, in silence.
   */
  #watchForMissedNights({ settings }: MonitoringProps, hours: number): void {
    const { name, portalUrl, enabled, docsUrl } = settings;
    const alarm = new BackupAlarm(this, "NoVerifiedBackup", {
      description: describeAlarm({
        happened:
          `No verified backup of ${portalUrl} for ${hours} hours: nights failed, or nothing ran at all. (After a ` +
          "deployment or a pause this may come before the first backup.)",
        first:
          "Look into the portal, Settings > Backup, and at the last report that was mailed. If nothing is running there, " +
          `run the command in the output BackUpNow of the stack ${Stack.of(this).stackName} and wait for its report.`,
        section: "no verified backup",
        docsUrl,
      }),
      expression: `FILL(verified, ${enabled ? 0 : 1})`,
      metrics: {
        verified: new Metric({
          namespace: metricNamespace,
          metricName: metricNames.verified,
          dimensionsMap: { [metricDimension]: name },
          statistic: Stats.MAXIMUM,
        }),
      },
      period: Duration.hours(1),
      evaluationPeriods: hours,
      datapointsToAlarm: hours,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      threshold: 1,
      treatMissingData: enabled ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
      actionsEnabled: enabled,
    });
    this.#attach(alarm);
    alarm.addOkAction(...this.#actions);
  }

  #watchForErrors({ settings, function: backup }: MonitoringProps): BackupAlarm {
    const alarm = new BackupAlarm(this, "FunctionFailed", {
      ...eventAlarm,
      description: describeAlarm({
        happened:
          `The backup function for ${settings.portalUrl} ended with an error: the backup was not verified, its report ` +
          "could not be mailed, the function broke off (time-out, memory, crash), or Lambda dropped its event without " +
          "running it. Each night that fails rings anew.",
        first:
          "Is there a report by mail, FAILED or UNVERIFIED? Then do what it says. If there is none, open the log (output " +
          `Logs of the stack ${Stack.of(this).stackName}): a report that could not be mailed stands there in full.`,
        section: "function failed",
        docsUrl: settings.docsUrl,
      }),
      // Not the sum of two terms: that is nothing where one of them is. Lambda may never have had a dropped event to tell of.
      expression: "SUM([FILL(errors, 0), FILL(dropped, 0)])",
      metrics: {
        errors: backup.metricErrors(),
        dropped: backup.metric("AsyncEventsDropped", { statistic: Stats.SUM }),
      },
    });
    this.#attach(alarm);
    return alarm;
  }

  #watchForUndelivered({ settings, undelivered }: MonitoringProps): void {
    this.#attach(
      new BackupAlarm(this, "EventUndelivered", {
        ...eventAlarm,
        description: describeAlarm({
          happened:
            `The schedule could not call the backup function for ${settings.portalUrl}: in this night nothing ran, and ` +
            "there will be no report. The event lies in the queue of undelivered events.",
          first:
            "Does the function still exist, and does the message in the queue name an error? Then run the command in the " +
            `output BackUpNow of the stack ${Stack.of(this).stackName}.`,
          section: "event undelivered",
          docsUrl: settings.docsUrl,
        }),
        expression: "FILL(undelivered, 0)",
        // What is sent, not what lies there: the queue keeps its messages for days, and the next one must ring too.
        metrics: { undelivered: undelivered.metricNumberOfMessagesSent() },
      }),
    );
  }

  /** The alarm is made after the topic's policy and subscriptions, so that not even its first word is lost. */
  #attach(alarm: BackupAlarm): void {
    alarm.addAlarmAction(...this.#actions);
    alarm.node.addDependency(this.topic);
  }
}
