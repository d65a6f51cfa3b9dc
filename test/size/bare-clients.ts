import {
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
} from "@aws-sdk/client-dynamodb";
import { CreateScheduleCommand, DeleteScheduleCommand, SchedulerClient } from "@aws-sdk/client-scheduler";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SESClient, SendEmailCommand } from "@aws-sdk/client-ses";

/** What nobody can do without: the AWS clients and commands that the function uses, and one request for a backup. */
export const handler = async (): Promise<unknown> => {
  const key = { TableName: "table", Key: {} };
  const dynamo = new DynamoDBClient({});
  await dynamo.send(new GetItemCommand(key));
  await dynamo.send(new PutItemCommand({ TableName: "table", Item: {} }));
  await dynamo.send(new DeleteItemCommand(key));
  await dynamo.send(new QueryCommand({ TableName: "table" }));
  const scheduler = new SchedulerClient({});
  await scheduler.send(
    new CreateScheduleCommand({
      Name: "name",
      ScheduleExpression: "rate(1 day)",
      FlexibleTimeWindow: { Mode: "OFF" },
      Target: { Arn: "arn", RoleArn: "arn" },
    }),
  );
  await scheduler.send(new DeleteScheduleCommand({ Name: "name" }));
  await new SecretsManagerClient({}).send(new GetSecretValueCommand({ SecretId: "secret" }));
  await new SESClient({}).send(
    new SendEmailCommand({
      Source: "a@example.com",
      Destination: {},
      Message: { Subject: { Data: "" }, Body: {} },
    }),
  );
  const response = await fetch(`${process.env.PORTAL_URL}/api/2.0/backup/startbackup`, {
    method: "POST",
    body: "{}",
  });
  return response.status;
};
