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
    SENDER: "backup@example.com",
    REPORT_TO: "admin@example.com,it@example.com",
    STORAGE_TYPE: "Documents",
    STORAGE_PARAMS: '{"folderId":"42"}',
    DUMP: "true",
    TIME_ZONE: "UTC",
  });
  expect(Object.keys(variables).sort()).toEqual([...environmentNames].sort());
});

test("the environment stays below Lambda's 4 KB with the longest settings", () => {
  const longest = synthesize({
    name: "n".repeat(40),
    portalUrl: `https://${`${"p".repeat(62)}.`.repeat(3)}${"p".repeat(58)}.com`,
    reportTo: Array.from({ length: 50 }, (_, i) => `${"a".repeat(25)}${i + 10}@example.com`),
    sender: `${"s".repeat(64)}@${`${"d".repeat(62)}.`.repeat(2)}example.com`,
    storageType: "ThirdPartyConsumer",
    storageParams: { module: "S3", bucket: "b".repeat(970) },
    timeZone: "America/Argentina/ComodRivadavia",
    apiKeySecret: `arn:aws-us-gov:secretsmanager:us-gov-west-1:123456789012:secret:${"k".repeat(200)}-AbCdEf`,
  });
  const [definition] = Object.values(longest.findResources("AWS::Lambda::Function"));
  expect(JSON.stringify(definition?.Properties.Environment.Variables).length).toBeLessThan(4096);
});

test("an asynchronous event is tried once, and dropped when it is five minutes old", () => {
  template.hasResourceProperties("AWS::Lambda::EventInvokeConfig", {
    FunctionName: { Ref: "BackupFunction2B54E943" },
    Qualifier: "$LATEST",
    MaximumRetryAttempts: 0,
    MaximumEventAgeInSeconds: 300,
    DestinationConfig: Match.absent(),
  });
});

test("the function's role is for Lambda and has no managed policy", () => {
  template.hasResourceProperties("AWS::IAM::Role", {
    AssumeRolePolicyDocument: {
      Statement: [
        { Action: "sts:AssumeRole", Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" } },
      ],
    },
    ManagedPolicyArns: Match.absent(),
    Policies: Match.absent(),
  });
  for (const role of Object.values(template.findResources("AWS::IAM::Role"))) {
    expect(role.Properties).not.toHaveProperty("ManagedPolicyArns");
  }
});

test("the function may write its log, read its key and mail from its sender to its recipients, and nothing else", () => {
  const policies = Object.values(template.findResources("AWS::IAM::Policy")).filter((policy) =>
    JSON.stringify(policy.Properties.Roles).includes("BackupRole"),
  );
  expect(policies.map((policy) => policy.Properties.PolicyDocument.Statement)).toEqual([
    [
      {
        Sid: "WriteOwnLog",
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: { "Fn::GetAtt": ["BackupLogs34137C36", "Arn"] },
      },
      {
        Sid: "ReadApiKey",
        Effect: "Allow",
        Action: "secretsmanager:GetSecretValue",
        Resource: { Ref: "ApiKeySecret5E0E1F3C" },
      },
      {
        Sid: "MailReport",
        Effect: "Allow",
        Action: "ses:SendEmail",
        Resource: {
          "Fn::Join": [
            "",
            [
              "arn:",
              { Ref: "AWS::Partition" },
              ":ses:",
              { Ref: "AWS::Region" },
              ":",
              { Ref: "AWS::AccountId" },
              ":identity/*",
            ],
          ],
        },
        Condition: {
          StringEquals: { "ses:FromAddress": "backup@example.com" },
          "ForAllValues:StringEquals": { "ses:Recipients": ["admin@example.com", "it@example.com"] },
        },
      },
    ],
  ]);
});
