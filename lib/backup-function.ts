import { join } from "node:path";
import { Duration, RemovalPolicy, Stack, Validations } from "aws-cdk-lib";
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Architecture, type IFunction, LoggingFormat, Runtime } from "aws-cdk-lib/aws-lambda";
import { NodejsFunction, OutputFormat } from "aws-cdk-lib/aws-lambda-nodejs";
import { type ILogGroup, LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import type { ISecret } from "aws-cdk-lib/aws-secretsmanager";
import { Construct } from "constructs";
import type { Environment } from "../lambda/environment";
import type { PortalSettings } from "./settings";
import { listStorageParams } from "./settings/storage";

const projectRoot = join(__dirname, "..");

export interface BackupFunctionProps {
  readonly settings: PortalSettings;
  readonly apiKeySecret: ISecret;
}

function describeEnvironment({ settings, apiKeySecret }: BackupFunctionProps): Environment {
  return {
    BACKUP_NAME: settings.name,
    PORTAL_URL: settings.portalUrl,
    API_KEY_SECRET_ARN: apiKeySecret.secretArn,
    SENDER: settings.sender,
    REPORT_TO: settings.reportTo.join(),
    STORAGE_TYPE: settings.storage.type,
    STORAGE_PARAMS: JSON.stringify(listStorageParams(settings.storage)),
    DUMP: `${settings.dump}`,
    TIME_ZONE: settings.schedule.timeZone,
  };
}

/** The function that backs up a portal, with its log and a role that allows exactly what it does. */
export class BackupFunction extends Construct {
  readonly function: IFunction;
  readonly logGroup: ILogGroup;

  constructor(scope: Construct, id: string, props: BackupFunctionProps) {
    super(scope, id);
    this.logGroup = new LogGroup(this, "Logs", {
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.function = new NodejsFunction(this, "Function", {
      description: `Backs up the DocSpace portal ${props.settings.name} and mails a report`,
      entry: join(projectRoot, "lambda", "handler.ts"),
      projectRoot,
      depsLockFilePath: join(projectRoot, "package-lock.json"),
      handler: "handler",
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: 256,
      timeout: Duration.minutes(2),
      environment: describeEnvironment(props),
      role: this.#createRole(props),
      logGroup: this.logGroup,
      loggingFormat: LoggingFormat.JSON,
      // A second attempt could start a second backup. An event that waited longer than this is last night's.
      retryAttempts: 0,
      maxEventAge: Duration.minutes(5),
      awsSdkConnectionReuse: false,
      bundling: {
        minify: true,
        bundleAwsSDK: true,
        // Smaller and 1.6 times faster to load than the default bundle, whose SDK is the CommonJS one.
        mainFields: ["module", "main"],
        format: OutputFormat.CJS,
        target: "node24",
      },
    });
  }

  #createRole({ settings, apiKeySecret }: BackupFunctionProps): Role {
    const role = new Role(this, "Role", {
      assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
      description: "What the DocSpace backup function may do",
    });
    role.addToPolicy(
      new PolicyStatement({
        sid: "WriteOwnLog",
        actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
        resources: [this.logGroup.logGroupArn],
      }),
    );
    role.addToPolicy(
      new PolicyStatement({
        sid: "ReadApiKey",
        actions: ["secretsmanager:GetSecretValue"],
        resources: [apiKeySecret.secretArn],
      }),
    );
    const identities = Stack.of(this).formatArn({ service: "ses", resource: "identity", resourceName: "*" });
    role.addToPolicy(
      new PolicyStatement({
        sid: "MailReport",
        actions: ["ses:SendEmail"],
        resources: [identities],
        conditions: {
          StringEquals: { "ses:FromAddress": settings.sender },
          "ForAllValues:StringEquals": { "ses:Recipients": settings.reportTo },
        },
      }),
    );
    Validations.of(role).acknowledge({
      id: "AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:ses:<AWS::Region>:<AWS::AccountId>:identity/*]",
      reason:
        "SES checks this permission against the sender's identity, which may be an address or any parent domain, and " +
        "in the sandbox against the recipients' too. The conditions bind it to one sender and the report's recipients.",
    });
    return role;
  }
}
