import { listStatements } from "./list-statements";
import { synthesize } from "./synthesize";

const template = synthesize();

test("the wake-ups have a schedule group of their own, which goes with the stack", () => {
  expect(template.findResources("AWS::Scheduler::ScheduleGroup")).toEqual({
    WakeUpsGroup6FF389C7: { Type: "AWS::Scheduler::ScheduleGroup" },
  });
});

test("the nightly schedule is not in that group, out of the function's reach", () => {
  const schedules = Object.values(template.findResources("AWS::Scheduler::Schedule"));
  expect(schedules).toHaveLength(1);
  expect(schedules[0]?.Properties).not.toHaveProperty("GroupName");
});

test("only wake-ups of this account in this group can take the wake-ups' role", () => {
  const { WakeUpsRoleAD5EEFD2: role } = template.findResources("AWS::IAM::Role");
  expect(role?.Properties.AssumeRolePolicyDocument.Statement).toEqual([
    {
      Action: "sts:AssumeRole",
      Effect: "Allow",
      Principal: { Service: "scheduler.amazonaws.com" },
      Condition: {
        StringEquals: {
          "aws:SourceAccount": { Ref: "AWS::AccountId" },
          "aws:SourceArn": { "Fn::GetAtt": ["WakeUpsGroup6FF389C7", "Arn"] },
        },
      },
    },
  ]);
});

test("a wake-up may invoke the function, and nothing else", () => {
  expect(listStatements(template, "WakeUpsRoleAD5EEFD2")).toEqual([
    {
      Sid: "InvokeBackup",
      Effect: "Allow",
      Action: "lambda:InvokeFunction",
      Resource: { "Fn::GetAtt": ["BackupFunction2B54E943", "Arn"] },
    },
  ]);
});

test("a wake-up that is lost does not get into the queue of the nightly schedule's undelivered events", () => {
  const mayFillQueue = Object.values(template.findResources("AWS::IAM::Policy"))
    .filter((policy) => JSON.stringify(policy).includes("sqs:"))
    .map((policy) => policy.Properties.Roles);
  expect(mayFillQueue).toEqual([[{ Ref: "NightlyRole954B33E9" }]]);
});
