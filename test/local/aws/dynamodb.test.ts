import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { deployStack } from "../../../local/aws/deploy-stack";
import type { Deployment } from "../../../local/aws/deployment";
import { describeBackup, synthesiseStack } from "./backup-like-stack";
import { closeAll, later, openGateway, without } from "./open-gateway";
import { describeWakeUps } from "./wake-up-stack";

const deployment = deployStack(synthesiseStack((stack) => describeBackup(stack, { describeWakeUps })));
const TableName = deployment.tables[0]?.name ?? "";

afterEach(closeAll);

async function openTable(of: Deployment = deployment, options: { maxAttempts?: number } = {}) {
  const opened = await openGateway(of);
  const db = new DynamoDBClient({ ...opened.client, ...options });
  later(() => db.destroy());
  return { ...opened, db };
}

const key = (id: string) => ({ kind: { S: "run" }, id: { S: id } });
const put = (id: string, condition?: string) =>
  new PutItemCommand({
    TableName,
    Item: { ...key(id), status: { S: "OK" }, sizeBytes: { N: "42" } },
    ConditionExpression: condition,
  });

describe("the table", () => {
  test.each([
    ["a table", false],
    ["a global table with one replica", true],
  ])("is deployed from %s, with its keys", (_title, global) => {
    const deployed = deployStack(
      synthesiseStack((stack) =>
        describeBackup(stack, { describeWakeUps: (scope) => describeWakeUps(scope, { global }) }),
      ),
    );
    const [table] = deployed.tables;
    expect(table?.name).toMatch(/^Nightly-acme-Ledger[0-9A-F]{8}-[0-9A-Z]{12}$/);
    expect(table?.arn).toBe(`arn:aws:dynamodb:eu-central-1:123456789012:table/${table?.name}`);
    expect(table?.keySchema).toEqual([
      { AttributeName: "kind", KeyType: "HASH" },
      { AttributeName: "id", KeyType: "RANGE" },
    ]);
    expect(deployed.functions[0]?.environment.TABLE).toBe(table?.name);
  });

  test("takes an item and gives it back, by name and by ARN", async () => {
    const { db, gateway } = await openTable();
    await db.send(put("1"));
    const { Item } = await db.send(new GetItemCommand({ TableName, Key: key("1"), ConsistentRead: true }));
    expect(Item).toEqual({ ...key("1"), status: { S: "OK" }, sizeBytes: { N: "42" } });
    const byArn = new GetItemCommand({ TableName: deployment.tables[0]?.arn, Key: key("1") });
    expect((await db.send(byArn)).Item).toEqual(Item);
    expect(gateway.calls.map(({ service, operation }) => [service, operation])).toEqual([
      ["dynamodb", "PutItem"],
      ["dynamodb", "GetItem"],
      ["dynamodb", "GetItem"],
    ]);
  });

  test("is asked through its index by those alone who may ask the index", async () => {
    const { db } = await openTable();
    const item = (id: string, startedAtMs: number) =>
      db.send(new PutItemCommand({ TableName, Item: { ...key(id), startedAtMs: { N: `${startedAtMs}` } } }));
    await item("a", 2);
    await item("b", 3);
    await item("c", 1);
    const query = new QueryCommand({
      TableName,
      IndexName: "by-start",
      KeyConditionExpression: "#kind = :run",
      ExpressionAttributeNames: { "#kind": "kind" },
      ExpressionAttributeValues: { ":run": { S: "run" } },
      ScanIndexForward: false,
      Limit: 2,
    });
    expect((await db.send(query)).Items?.map(({ id }) => id?.S)).toEqual(["b", "a"]);
    const other = new QueryCommand({ ...query.input, IndexName: "by-name" });
    await expect(db.send(other)).rejects.toThrow(
      /not authorized to perform: dynamodb:Query on resource: .*index\/by-name/,
    );
  });

  test("keeps a condition, for put, update and delete", async () => {
    const { db } = await openTable();
    const isNew = "attribute_not_exists(kind)";
    await db.send(put("1", isNew));
    await expect(db.send(put("1", isNew))).rejects.toBeInstanceOf(ConditionalCheckFailedException);
    const change = (from: string) =>
      new UpdateItemCommand({
        TableName,
        Key: key("1"),
        UpdateExpression: "SET #status = :to",
        ConditionExpression: "#status = :from",
        ExpressionAttributeNames: { "#status": "status" },
        ExpressionAttributeValues: { ":from": { S: from }, ":to": { S: "FAILED" } },
        ReturnValues: "ALL_NEW",
      });
    expect((await db.send(change("OK"))).Attributes?.status).toEqual({ S: "FAILED" });
    await expect(db.send(change("OK"))).rejects.toMatchObject({
      name: "ConditionalCheckFailedException",
      message: "The conditional request failed",
      $metadata: { httpStatusCode: 400 },
    });
    const remove = new DeleteItemCommand({
      TableName,
      Key: key("1"),
      ConditionExpression: "sizeBytes = :size",
      ExpressionAttributeValues: { ":size": { N: "1" } },
    });
    await expect(db.send(remove)).rejects.toBeInstanceOf(ConditionalCheckFailedException);
    await db.send(new DeleteItemCommand({ TableName, Key: key("1") }));
    expect((await db.send(new GetItemCommand({ TableName, Key: key("1") }))).Item).toBeUndefined();
  });

  test("of two that put the same new item at the same moment, lets one through", async () => {
    const { db } = await openTable();
    const puts = Array.from({ length: 5 }, () => db.send(put("1", "attribute_not_exists(kind)")));
    const outcomes = (await Promise.allSettled(puts)).map(({ status }) => status).sort();
    expect(outcomes).toEqual(["fulfilled", "rejected", "rejected", "rejected", "rejected"]);
  });

  test("lists a partition from its end", async () => {
    const { db } = await openTable();
    for (const id of ["2026-03-02", "2026-03-10", "2026-03-01"]) await db.send(put(id));
    const { Items } = await db.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: "kind = :kind",
        ExpressionAttributeValues: { ":kind": { S: "run" } },
        ScanIndexForward: false,
        Limit: 2,
      }),
    );
    expect(Items?.map(({ id }) => id?.S)).toEqual(["2026-03-10", "2026-03-02"]);
  });

  test("refuses a reserved word in an expression", async () => {
    const { db } = await openTable();
    await expect(db.send(put("1", "attribute_not_exists(status)"))).rejects.toMatchObject({
      name: "ValidationException",
      message: expect.stringContaining("reserved keyword: status"),
    });
  });

  test("denies a table that is not the role's, and an operation once its statement is gone", async () => {
    const { db } = await openTable();
    const other = new GetItemCommand({ TableName: "other", Key: key("1") });
    await expect(db.send(other)).rejects.toMatchObject({
      name: "AccessDeniedException",
      message: expect.stringMatching(
        /not authorized to perform: dynamodb:GetItem on resource: .*:table\/other/,
      ),
    });
    const { db: denied, gateway } = await openTable(without(deployment, "dynamodb:PutItem"));
    await expect(denied.send(put("1"))).rejects.toMatchObject({ name: "AccessDeniedException" });
    expect(gateway.calls[0]?.check).toEqual({
      action: "dynamodb:PutItem",
      resource: deployment.tables[0]?.arn,
      allowed: false,
    });
  });

  test("says that a table does not exist to whom may know", async () => {
    const { db } = await openTable({ ...deployment, tables: [] });
    await expect(db.send(put("1"))).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  });

  test("refuses what it does not imitate, naming it", async () => {
    const { db } = await openTable();
    await expect(db.send(new ListTablesCommand({}))).rejects.toThrow(/knows no ListTables/);
    const command = put("1", "attribute_not_exists(kind)");
    command.input.ReturnValuesOnConditionCheckFailure = "ALL_OLD";
    await expect(db.send(command)).rejects.toThrow(/cannot return the values on which a condition failed/);
  });
});

describe("a fault", () => {
  const meets = { service: "dynamodb", operation: "PutItem", when: "before" } as const;
  const isThere = async (db: DynamoDBClient, id: string) =>
    (await db.send(new GetItemCommand({ TableName, Key: key(id) }))).Item !== undefined;

  test.each([
    ["denied", "AccessDeniedException", 400],
    ["throttled", "ProvisionedThroughputExceededException", 400],
  ] as const)("that has a call %s is told as DynamoDB tells it", async (kind, name, httpStatusCode) => {
    const { db, faults } = await openTable();
    faults.add({ ...meets, effect: { kind } });
    await expect(db.send(put("1"))).rejects.toMatchObject({ name, $metadata: { httpStatusCode } });
    expect(await isThere(db, "1")).toBe(false);
  });

  test("meets the nth call that fits and no other, and is mended", async () => {
    const { db, faults } = await openTable();
    faults.add({ ...meets, from: 2, count: 1, effect: { kind: "denied" } });
    const mend = faults.add({ service: "dynamodb", from: 3, when: "before", effect: { kind: "throttled" } });
    await db.send(put("1"));
    await expect(db.send(put("2"))).rejects.toMatchObject({ name: "AccessDeniedException" });
    await expect(db.send(put("3"))).rejects.toMatchObject({ name: "ProvisionedThroughputExceededException" });
    mend();
    await db.send(put("4"));
  });

  test("that strikes afterwards loses the answer, not the call", async () => {
    const { db, faults } = await openTable();
    const error = { kind: "error", code: "InternalServerError", message: "lost", status: 500 } as const;
    faults.add({ ...meets, when: "after", count: 1, effect: error });
    faults.add({ ...meets, when: "after", from: 2, count: 1, effect: { kind: "reset" } });
    await expect(db.send(put("1"))).rejects.toMatchObject({ name: "InternalServerError" });
    await expect(db.send(put("2"))).rejects.toThrow(/ECONNRESET/);
    expect(await isThere(db, "1")).toBe(true);
    expect(await isThere(db, "2")).toBe(true);
  });

  test("that is silent leaves the caller waiting until it gives up, and time may pass meanwhile", async () => {
    const { db, faults, clock, gateway } = await openTable();
    let heldCount = 0;
    jest.spyOn(clock, "hold").mockImplementation(() => {
      heldCount += 1;
      return () => {
        heldCount -= 1;
      };
    });
    faults.add({ ...meets, effect: { kind: "silence" } });
    const abort = new AbortController();
    gateway.onCall = () => setImmediate(() => abort.abort());
    await expect(db.send(put("1"), { abortSignal: abort.signal })).rejects.toMatchObject({
      name: "AbortError",
    });
    expect(gateway.calls).toMatchObject([{ operation: "PutItem", status: 0 }]);
    while (heldCount > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  });

  test("that kills names the credentials of the caller, and nothing is processed", async () => {
    const { db, faults, killed, client } = await openTable();
    faults.add({ ...meets, count: 1, effect: { kind: "killed" } });
    await expect(db.send(put("1"))).rejects.toThrow();
    expect(killed).toEqual([client.credentials.accessKeyId]);
    expect(await isThere(db, "1")).toBe(false);
  });

  test("for one call is overcome by the SDK's own second attempt", async () => {
    const { db, faults, gateway } = await openTable(deployment, { maxAttempts: 3 });
    faults.add({ ...meets, count: 1, effect: { kind: "throttled" } });
    await db.send(put("1"));
    expect(gateway.calls.map(({ status }) => status)).toEqual([400, 200]);
  });
});
