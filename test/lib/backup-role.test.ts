import { Match } from "aws-cdk-lib/assertions";
import { listStatements } from "./list-statements";
import { synthesize } from "./synthesize";

const template = synthesize({ reportTo: "admin@example.com,it@example.com" });

/** The ARN of something in this account and region, as the CDK joins it. */
function joinArn(service: string, ...resource: unknown[]) {
  const account = [{ Ref: "AWS::Region" }, ":", { Ref: "AWS::AccountId" }];
  const [first, ...rest] = resource;
  return {
    "Fn::Join": ["", ["arn:", { Ref: "AWS::Partition" }, `:${service}:`, ...account, `:${first}`, ...rest]],
  };
}

test("the function's role is for Lambda", () => {
  template.hasResourceProperties("AWS::IAM::Role", {
    AssumeRolePolicyDocument: {
      Statement: [
        { Action: "sts:AssumeRole", Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" } },
      ],
    },
  });
});

test("no role has a managed policy or one of its own besides those below", () => {
  const roles = template.findResources("AWS::IAM::Role");
  expect(Object.keys(roles)).toEqual(["WakeUpsRoleAD5EEFD2", "BackupRole4CD139C5", "NightlyRole954B33E9"]);
  template.allResourcesProperties("AWS::IAM::Role", {
    ManagedPolicyArns: Match.absent(),
    Policies: Match.absent(),
  });
  template.resourceCountIs("AWS::IAM::Policy", 3);
});

test("the function may write its log, read its key, mail its report, keep its ledger and arm its wake-ups, and nothing else", () => {
  expect(listStatements(template, "BackupRole4CD139C5")).toEqual([
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
      Resource: [joinArn("ses", "identity/*"), joinArn("ses", "configuration-set/*")],
      Condition: {
        StringEquals: { "ses:FromAddress": "backup@example.com" },
        "ForAllValues:StringEquals": { "ses:Recipients": ["admin@example.com", "it@example.com"] },
      },
    },
    {
      Sid: "KeepLedger",
      Effect: "Allow",
      Action: ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:DeleteItem"],
      Resource: { "Fn::GetAtt": ["LedgerTable9343E4AA", "Arn"] },
    },
    {
      Sid: "ReadEarlierRuns",
      Effect: "Allow",
      Action: "dynamodb:Query",
      Resource: { "Fn::Join": ["", [{ "Fn::GetAtt": ["LedgerTable9343E4AA", "Arn"] }, "/index/by-start"]] },
    },
    {
      Sid: "ArmWakeUps",
      Effect: "Allow",
      Action: ["scheduler:CreateSchedule", "scheduler:DeleteSchedule"],
      Resource: joinArn("scheduler", "schedule/", { Ref: "WakeUpsGroup6FF389C7" }, "/*"),
    },
    {
      Sid: "PassWakeUpRole",
      Effect: "Allow",
      Action: "iam:PassRole",
      Resource: { "Fn::GetAtt": ["WakeUpsRoleAD5EEFD2", "Arn"] },
      Condition: { StringEquals: { "iam:PassedToService": "scheduler.amazonaws.com" } },
    },
  ]);
});
