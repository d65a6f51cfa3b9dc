import { Match } from "aws-cdk-lib/assertions";
import { environmentNames } from "../../lambda/environment";
import { synthesize } from "./synthesize";

const template = synthesize({ reportTo: "admin@example.com,it@example.com", folderId: 42, dump: true });

test("the function runs on Node 24 on arm64, for two minutes at most, and logs JSON to its own group", () => {
  template.resourceCountIs("AWS::Lambda::Function", 1);
  template.hasResourceProperties("AWS::Lambda::Function", {
    Runtime: "nodejs24.x",
    Architectures: ["arm64"],
    Handler: "index.handler",
    MemorySize: 256,
    Timeout: 120,
    LoggingConfig: { LogFormat: "JSON", LogGroup: { Ref: "BackupLogs34137C36" } },
    TracingConfig: Match.absent(),
    ReservedConcurrentExecutions: Match.absent(),
  });
});

test("the log is kept for three months and goes with the stack", () => {
  template.hasResource("AWS::Logs::LogGroup", {
    Properties: { RetentionInDays: 90 },
    DeletionPolicy: "Delete",
  });
});

test("the function is told the settings by exactly the variables that it knows", () => {
  const [definition] = Object.values(template.findResources("AWS::Lambda::Function"));
  const variables = definition?.Properties.Environment.Variables;
  expect(variables).toEqual({
    BACKUP_NAME: "acme",
    PORTAL_URL: "https://acme.onlyoffice.com",
    API_KEY_SECRET_ARN: { Ref: "ApiKeySecret5E0E1F3C" },
    SENDER: "DocSpace backup acme <backup@example.com>",
    REPORT_TO: "admin@example.com,it@example.com",
    STORAGE_TYPE: "Documents",
    STORAGE_PARAMS: '{"folderId":"42"}',
    DUMP: "true",
    TIME_ZONE: "UTC",
    SCHEDULE: "04:30 MON TUE WED THU FRI SAT SUN",
    GIVE_UP_AFTER_HOURS: "12",
    KEEP_LAST: "",
    MAX_PAID_BACKUPS_PER_MONTH: "0",
    DOCS_URL: "",
    LEDGER_TABLE: { Ref: "LedgerTable9343E4AA" },
    WAKE_UP_GROUP: { Ref: "WakeUpsGroup6FF389C7" },
    WAKE_UP_ROLE_ARN: { "Fn::GetAtt": ["WakeUpsRoleAD5EEFD2", "Arn"] },
  });
  expect(Object.keys(variables).sort()).toEqual([...environmentNames].sort());
});

test("the environment stays below Lambda's 4 KB with the longest settings and names", () => {
  const host = `${`${"h".repeat(62)}.`.repeat(3)}${"h".repeat(60)}.com`;
  const emptyParams = JSON.stringify(JSON.stringify({ module: "S3", bucket: "" }));
  const longest = synthesize({
    name: "n".repeat(40),
    portalUrl: `https://${host}:65535`,
    reportTo: Array.from({ length: 50 }, (_, i) => `${"a".repeat(9)}${i + 10}@example.com`),
    sender: `${"s".repeat(64)}@${host}`,
    senderName: "\u{1F4BE}".repeat(15),
    docsUrl: `https://${"d".repeat(142)}`,
    storageType: "ThirdPartyConsumer",
    storageParams: { module: "S3", bucket: "b".repeat(750 - emptyParams.length) },
    timeZone: "America/Argentina/ComodRivadavia",
    apiKeySecret: `arn:aws-us-gov:secretsmanager:us-gov-west-1:123456789012:secret:${"k".repeat(512)}-AbCdEf`,
    giveUpAfterHours: 23,
    retention: { keepLast: 100 },
    maxPaidBackupsPerMonth: 100,
  });
  const [definition] = Object.values(longest.findResources("AWS::Lambda::Function"));
  const variables = {
    ...definition?.Properties.Environment.Variables,
    LEDGER_TABLE: `DocSpaceBackup-${"n".repeat(40)}-LedgerTable9343E4AA-1234567890123`,
    WAKE_UP_GROUP: "g".repeat(64),
    WAKE_UP_ROLE_ARN: `arn:aws-us-gov:iam::123456789012:role/${"r".repeat(64)}`,
  };
  expect(Object.values(variables).every((value) => typeof value === "string")).toBe(true);
  expect(JSON.stringify(variables).length).toBeLessThan(4096);
});

test("the function is told when its schedule is paused, on which days it runs and where its documentation is", () => {
  const told = (settings: Record<string, unknown>) =>
    Object.values(synthesize(settings).findResources("AWS::Lambda::Function"))[0]?.Properties.Environment
      .Variables;
  expect(told({ enabled: false })).toMatchObject({ SCHEDULE: "paused" });
  expect(told({ at: "23:05", days: ["FRI", "MON"] })).toMatchObject({ SCHEDULE: "23:05 MON FRI" });
  expect(told({ docsUrl: "https://git.example.com/docs/" })).toMatchObject({
    DOCS_URL: "https://git.example.com/docs",
  });
});

test("the function is told after how many hours to give up", () => {
  synthesize({ giveUpAfterHours: 20 }).hasResourceProperties("AWS::Lambda::Function", {
    Environment: { Variables: { GIVE_UP_AFTER_HOURS: "20" } },
  });
});

test("the function is told how many backups to keep and how many may be charged", () => {
  synthesize({ retention: { keepLast: 7 }, maxPaidBackupsPerMonth: 5 }).hasResourceProperties(
    "AWS::Lambda::Function",
    { Environment: { Variables: { KEEP_LAST: "7", MAX_PAID_BACKUPS_PER_MONTH: "5" } } },
  );
});

test("an asynchronous event is tried once, and dropped when it is an hour old", () => {
  template.hasResourceProperties("AWS::Lambda::EventInvokeConfig", {
    FunctionName: { Ref: "BackupFunction2B54E943" },
    Qualifier: "$LATEST",
    MaximumRetryAttempts: 0,
    MaximumEventAgeInSeconds: 3600,
    DestinationConfig: Match.absent(),
  });
});
