import { join } from "node:path";
import { Duration, RemovalPolicy } from "aws-cdk-lib";
import { Architecture, type IFunction, LoggingFormat, Runtime } from "aws-cdk-lib/aws-lambda";
import { NodejsFunction } from "aws-cdk-lib/aws-lambda-nodejs";
import { type ILogGroup, LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import type { ISecret } from "aws-cdk-lib/aws-secretsmanager";
import { Construct } from "constructs";
import type { Environment } from "../lambda/environment";
import { BackupRole } from "./backup-role";
import { bundling } from "./bundling";
import type { Ledger } from "./ledger";
import type { PortalSettings } from "./settings";
import { formatMailbox } from "./settings/mailbox";
import { type ScheduleSettings, weekdays } from "./settings/portal-settings";
import { formatLocalTime } from "./settings/spring-gap";
import { listStorageParams } from "./settings/storage";
import type { WakeUps } from "./wake-ups";

const projectRoot = join(__dirname, "..");

export interface BackupFunctionProps {
  readonly settings: PortalSettings;
  readonly apiKeySecret: ISecret;
  readonly ledger: Ledger;
  readonly wakeUps: WakeUps;
}

/** `04:30 MON THU` */
function describeSchedule({ at, days }: ScheduleSettings): string {
  return [formatLocalTime(at), ...(days === "daily" ? weekdays : days)].join(" ");
}

function describeEnvironment({ settings, apiKeySecret, ledger, wakeUps }: BackupFunctionProps): Environment {
  return {
    BACKUP_NAME: settings.name,
    PORTAL_URL: settings.portalUrl,
    API_KEY_SECRET_ARN: apiKeySecret.secretArn,
    SENDER: formatMailbox(settings.senderName, settings.sender),
    REPORT_TO: settings.reportTo.join(),
    STORAGE_TYPE: settings.storage.type,
    STORAGE_PARAMS: JSON.stringify(listStorageParams(settings.storage)),
    DUMP: `${settings.dump}`,
    TIME_ZONE: settings.schedule.timeZone,
    SCHEDULE: settings.enabled ? describeSchedule(settings.schedule) : "paused",
    GIVE_UP_AFTER_HOURS: `${settings.giveUpAfterHours}`,
    KEEP_LAST: settings.retention === "off" ? "" : `${settings.retention.keepLast}`,
    MAX_PAID_BACKUPS_PER_MONTH: `${settings.maxPaidBackupsPerMonth}`,
    DOCS_URL: settings.docsUrl ?? "",
    LEDGER_TABLE: ledger.table.tableName,
    WAKE_UP_GROUP: wakeUps.group.ref,
    WAKE_UP_ROLE_ARN: wakeUps.role.roleArn,
  };
}

/** The function that backs up a portal, with its log and a role that allows exactly what it does. */
export class BackupFunction extends Construct {
  readonly function: IFunction;
  readonly logGroup: ILogGroup;

  constructor(scope: Construct, id: string, props: BackupFunctionProps) {
    super(scope, id);
    const { settings, apiKeySecret, ledger, wakeUps } = props;
    this.logGroup = new LogGroup(this, "Logs", {
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.function = new NodejsFunction(this, "Function", {
      description: `Backs up the DocSpace portal ${settings.name} and mails a report`,
      entry: join(projectRoot, "lambda", "handler.ts"),
      projectRoot,
      depsLockFilePath: join(projectRoot, "package-lock.json"),
      handler: "handler",
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: 256,
      timeout: Duration.minutes(2),
      environment: describeEnvironment(props),
      role: new BackupRole(this, "Role", {
        logGroup: this.logGroup,
        apiKeySecret,
        ledger,
        wakeUps,
        sender: settings.sender,
        recipients: settings.reportTo,
      }),
      logGroup: this.logGroup,
      loggingFormat: LoggingFormat.JSON,
      // A second attempt could start a second backup. A late event is still worth something: it is the scheduler's too
      // that waits an hour, and a wake-up that is dropped leaves its run to the next night.
      retryAttempts: 0,
      maxEventAge: Duration.hours(1),
      awsSdkConnectionReuse: false,
      bundling,
    });
  }
}
