import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { CreateTableCommand, DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import dynalite from "dynalite";
import { byStart } from "../../lambda/environment";
import { DynamoLedger } from "../../lambda/ledger/dynamo-ledger";
import { type Ledger, LedgerError, RunLostError } from "../../lambda/run/ports";
import { beginRun, type EndedRun, type Run } from "../../lambda/run/run";
import { emptyLedger, MemoryLedger } from "../simulation/memory-ledger";
import { startServer } from "./portal/loopback-server";
import { failedBy, sampleFacts, unverifiedBy, verifiedWith } from "./report/sample-facts";

const startedAtMs = Date.parse("2026-03-01T03:30:00Z");

function begin(id: string): Run {
  return beginRun({ id, trigger: "schedule", startedAtMs, dueMs: startedAtMs + 130_000 });
}

function end(run: Run, outcome = sampleFacts().outcome): EndedRun {
  const endedAtMs = run.startedAtMs + 60_000;
  const stage = { name: "reporting", outcome, endedAtMs, taskId: "task-1" } as const;
  return { ...run, stage };
}

const database = dynalite({ createTableMs: 0 });
let client: DynamoDBClient;
let endpoint: string;

beforeAll(async () => {
  await new Promise<void>((resolve) => database.listen(0, "127.0.0.1", resolve));
  const address = database.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  endpoint = `http://127.0.0.1:${address.port}`;
  client = new DynamoDBClient({
    endpoint,
    region: "eu-central-1",
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
  });
});
afterAll(async () => {
  client.destroy();
  await new Promise<void>((resolve) => database.close(() => resolve()));
});

async function createTable(): Promise<string> {
  const TableName = `ledger-${randomUUID()}`;
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [
        { AttributeName: "kind", AttributeType: "S" },
        { AttributeName: "id", AttributeType: "S" },
        { AttributeName: "startedAtMs", AttributeType: "N" },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: byStart,
          KeySchema: [
            { AttributeName: "kind", KeyType: "HASH" },
            { AttributeName: "startedAtMs", KeyType: "RANGE" },
          ],
          Projection: { ProjectionType: "ALL" },
        },
      ],
      KeySchema: [
        { AttributeName: "kind", KeyType: "HASH" },
        { AttributeName: "id", KeyType: "RANGE" },
      ],
    }),
  );
  return TableName;
}

/** Opens one ledger for several invocations. */
type Open = () => Promise<(holder: string) => Ledger>;

const openDynamo: Open = async () => {
  const table = await createTable();
  return (holder) => new DynamoLedger(client, table, holder);
};

const openMemory: Open = async () => {
  const state = emptyLedger();
  return (holder) => new MemoryLedger(state, holder);
};

describe.each([
  ["in DynamoDB", openDynamo],
  ["of the simulation", openMemory],
])("the ledger %s", (_, open) => {
  it("has room for one run at a time, and tells who is in the way", async () => {
    const ledger = await open();
    expect(await ledger("one").claim(begin("night-1"))).toEqual({ kind: "claimed" });
    expect(await ledger("two").claim(begin("night-2"))).toEqual({
      kind: "occupied",
      active: {
        id: "night-1",
        startedAtMs,
        hop: 0,
        dueMs: startedAtMs + 130_000,
        holder: "one",
        run: begin("night-1"),
      },
    });
  });

  it("leaves a run to the invocation that holds it when its event is delivered a second time", async () => {
    const ledger = await open();
    await ledger("one").claim(begin("night-1"));
    const second = await ledger("two").claim(begin("night-1"));
    expect(second).toMatchObject({ kind: "occupied", active: { id: "night-1", holder: "one" } });
  });

  it("takes a claim that is repeated, because its answer was lost, for the same claim", async () => {
    const ledger = await open();
    await ledger("one").claim(begin("night-1"));
    expect(await ledger("one").claim(begin("night-1"))).toEqual({ kind: "claimed" });
  });

  it("has no room for a second run of the invocation that holds the active one", async () => {
    const ledger = await open();
    await ledger("one").claim(begin("night-1"));
    expect((await ledger("one").claim(begin("night-2"))).kind).toBe("occupied");
  });

  it("knows a run that has ended, and has room again after its release", async () => {
    const ledger = await open();
    await ledger("one").claim(begin("night-1"));
    await ledger("one").save(end(begin("night-1")));
    await ledger("one").record(end(begin("night-1")));
    expect(await ledger("two").claim(begin("night-1"))).toEqual({ kind: "recorded" });
    expect((await ledger("two").claim(begin("night-2"))).kind).toBe("occupied");
    await ledger("one").release("night-1");
    expect(await ledger("two").load()).toBeUndefined();
    expect(await ledger("two").claim(begin("night-1"))).toEqual({ kind: "recorded" });
    expect(await ledger("two").load()).toBeUndefined();
    expect(await ledger("two").claim(begin("night-2"))).toEqual({ kind: "claimed" });
  });

  it("tells the runs that began last and have ended, the newest first", async () => {
    const ledger = await open();
    const refused = {
      stage: "start",
      code: "portal-refused",
      httpStatus: 402,
      said: "quota",
    } as const;
    const runs: Run[] = ["2026-02-27T03:30:00Z", "manual 8f5d", "2026-03-01T03:30:00Z"].map((id, day) => ({
      ...begin(id),
      trigger: id.startsWith("manual") ? "manual" : "schedule",
      startedAtMs: startedAtMs + day * 86_400_000,
    }));
    const outcomes = [verifiedWith(), failedBy(refused), verifiedWith([{ kind: "late-error", said: "" }])];
    for (const [index, run] of runs.entries()) await ledger("one").record(end(run, outcomes[index]));
    await ledger("one").claim(begin("night-4"));
    expect(await ledger("two").lastRuns(2)).toEqual([
      {
        id: "2026-03-01T03:30:00Z",
        trigger: "schedule",
        status: "WARNING",
        startedAtMs: startedAtMs + 2 * 86_400_000,
        endedAtMs: startedAtMs + 2 * 86_400_000 + 60_000,
        durationMs: 60_000,
        sizeBytes: 4_212_345_678,
        taskId: "task-1",
        isOwn: true,
        warnings: ["late-error"],
      },
      {
        id: "manual 8f5d",
        trigger: "manual",
        status: "FAILED",
        startedAtMs: startedAtMs + 86_400_000,
        endedAtMs: startedAtMs + 86_400_000 + 60_000,
        durationMs: 60_000,
        taskId: "task-1",
        isOwn: true,
        problem: refused,
      },
    ]);
    expect(await ledger("two").lastRuns(60)).toHaveLength(3);
  });

  it("gives a run into the hands of one invocation, once", async () => {
    const ledger = await open();
    await ledger("one").claim(begin("night-1"));
    const seen = await ledger("two").load();
    if (seen === undefined) throw new Error("no active run");
    const next = { ...begin("night-1"), hop: 1 };
    expect(await ledger("two").take(seen, next)).toBe(true);
    expect(await ledger("two").take(seen, next)).toBe(true);
    expect(await ledger("three").take(seen, next)).toBe(false);
    expect(await ledger("three").load()).toMatchObject({ holder: "two", hop: 1 });
  });

  it("gives a run that was released meanwhile into nobody's hands", async () => {
    const ledger = await open();
    await ledger("one").claim(begin("night-1"));
    const seen = await ledger("two").load();
    if (seen === undefined) throw new Error("no active run");
    await ledger("one").release("night-1");
    expect(await ledger("two").take(seen, { ...begin("night-1"), hop: 1 })).toBe(false);
    expect(await ledger("two").load()).toBeUndefined();
  });

  it("releases no run but the one that is meant, whoever holds it", async () => {
    const ledger = await open();
    await ledger("one").claim(begin("night-1"));
    await ledger("one").release("night-2");
    expect(await ledger("one").load()).toMatchObject({ id: "night-1", holder: "one" });
  });

  it("lets an invocation that comes late neither write nor release", async () => {
    const ledger = await open();
    await ledger("one").claim(begin("night-1"));
    const seen = await ledger("two").load();
    if (seen === undefined) throw new Error("no active run");
    await ledger("two").take(seen, { ...begin("night-1"), hop: 1 });
    await expect(ledger("one").save(begin("night-1"))).rejects.toThrow(RunLostError);
    await ledger("one").release("night-1");
    expect(await ledger("one").load()).toMatchObject({ holder: "two", hop: 1 });
    await ledger("two").release("night-1");
    await expect(ledger("two").save(begin("night-1"))).rejects.toThrow("has gone on with the run night-1");
  });

  it.each([
    ["claimed", {}],
    [
      "claimed, in trouble",
      {
        trouble: {
          sinceMs: 1,
          problem: { stage: "start", code: "portal-failing", httpStatus: 502, said: "x" },
        },
      },
    ],
  ] as const)("keeps a run that is %s as it is", async (_stage, fields) => {
    const ledger = await open();
    const run: Run = { ...begin("night-1"), stage: { name: "claimed", ...fields } };
    await ledger("one").claim(run);
    expect((await ledger("two").load())?.run).toEqual(run);
  });

  it("keeps every stage as it is", async () => {
    const ledger = await open();
    await ledger("one").claim(begin("night-1"));
    const stages: Run["stage"][] = [
      { name: "posting", atMs: 1 },
      { name: "posting", atMs: 1, taskIdBefore: "a", portalTimeMs: 2, said: "b", historyAtMs: 3 },
      {
        name: "following",
        taskId: "a",
        sinceMs: 1,
        progressPercent: 2,
        progressAtMs: 3,
        phase: "running",
        absentSinceMs: 4,
      },
      end(begin("night-1"), verifiedWith([{ kind: "late-error", said: "c" }])).stage,
      end(begin("night-1"), failedBy({ stage: "verify", code: "empty-archive", said: "" })).stage,
      end(begin("night-1"), unverifiedBy({ stage: "follow", code: "still-running", said: "" })).stage,
    ];
    for (const stage of stages) {
      const run: Run = {
        ...begin("night-1"),
        notes: [{ kind: "joined" }, { kind: "start-unanswered", said: "d" }],
        stage,
      };
      await ledger("one").save(run);
      expect((await ledger("one").load())?.run).toEqual(run);
    }
  });
});

describe("the ledger in DynamoDB", () => {
  it("says of a run that another version wrote whose turn it is, and no more", async () => {
    const table = await createTable();
    const head = {
      runId: { S: "night-1" },
      startedAtMs: { N: "1" },
      hop: { N: "2" },
      dueMs: { N: "3" },
      holder: { S: "one" },
    };
    for (const run of ['{"version":99}', "no JSON"]) {
      const Item = { kind: { S: "active" }, id: { S: "active" }, ...head, run: { S: run } };
      await client.send(new PutItemCommand({ TableName: table, Item }));
      expect(await new DynamoLedger(client, table, "two").load()).toEqual({
        id: "night-1",
        startedAtMs: 1,
        hop: 2,
        dueMs: 3,
        holder: "one",
        run: undefined,
      });
    }
    await client.send(
      new PutItemCommand({ TableName: table, Item: { kind: { S: "active" }, id: { S: "active" } } }),
    );
    await expect(new DynamoLedger(client, table, "two").load()).rejects.toThrow(
      "an active run without a head",
    );
  });

  it.each([
    [
      "a verified run",
      verifiedWith(),
      {
        status: { S: "OK" },
        fileName: { S: "acme_2026-03-01_03-30-14.tar.gz" },
        sizeBytes: { N: "4212345678" },
      },
    ],
    [
      "a failed run",
      failedBy({ stage: "verify", code: "empty-archive", said: "" }),
      {
        status: { S: "FAILED" },
        problemStage: { S: "verify" },
        problemCode: { S: "empty-archive" },
        problemSaid: { S: "" },
      },
    ],
  ] as const)(
    "remembers of %s what the history of nights needs, for 400 days",
    async (_, outcome, fields) => {
      const table = await createTable();
      await new DynamoLedger(client, table, "one").record(end(begin("night-1"), outcome));
      const Key = { kind: { S: "run" }, id: { S: "night-1" } };
      expect((await client.send(new GetItemCommand({ TableName: table, Key }))).Item).toEqual({
        ...Key,
        trigger: { S: "schedule" },
        startedAtMs: { N: `${startedAtMs}` },
        endedAtMs: { N: `${startedAtMs + 60_000}` },
        durationMs: { N: "60000" },
        taskId: { S: "task-1" },
        isOwn: { BOOL: true },
        expiresAt: { N: `${Math.floor((startedAtMs + 60_000) / 1000) + 400 * 86_400}` },
        ...fields,
      });
    },
  );

  it("says that the size of an archive is not known by leaving it out", async () => {
    const table = await createTable();
    const outcome = verifiedWith();
    if (outcome.verdict !== "verified") throw new Error("not verified");
    const archive = { ...outcome.archive, size: { kind: "unknown", reason: "" } } as const;
    const run = end(begin("night-1"), { ...outcome, archive });
    const { taskId: _, ...stage } = run.stage;
    await new DynamoLedger(client, table, "one").record({ ...run, stage });
    const Key = { kind: { S: "run" }, id: { S: "night-1" } };
    const { Item } = await client.send(new GetItemCommand({ TableName: table, Key }));
    expect(Object.keys(Item ?? {})).not.toEqual(expect.arrayContaining(["sizeBytes"]));
    expect(Object.keys(Item ?? {})).not.toEqual(expect.arrayContaining(["taskId"]));
  });

  it("passes over what another version wrote of earlier runs, as far as it does not understand it", async () => {
    const table = await createTable();
    const ledger = new DynamoLedger(client, table, "one");
    await ledger.record(end(begin("night-1"), failedBy({ stage: "verify", code: "vanished", said: "" })));
    const { Item } = await client.send(
      new GetItemCommand({ TableName: table, Key: { kind: { S: "run" }, id: { S: "night-1" } } }),
    );
    const put = (id: string, fields: Record<string, { S: string }>) =>
      client.send(new PutItemCommand({ TableName: table, Item: { ...Item, id: { S: id }, ...fields } }));
    await put("night-2", { problemCode: { S: "eaten-by-the-dog" }, warnings: { S: "late-error,moonlight" } });
    await put("night-3", { status: { S: "FINE" } });
    const runs = await ledger.lastRuns(60);
    expect(runs.find(({ id }) => id === "night-2")?.warnings).toEqual(["late-error"]);
    expect(new Map(runs.map(({ id, problem }) => [id, problem?.code]))).toEqual(
      new Map([
        ["night-1", "vanished"],
        ["night-2", undefined],
      ]),
    );
  });

  it("is a ledger error, with AWS's words, when it cannot be reached or is not there", async () => {
    await expect(new DynamoLedger(client, "nowhere", "one").claim(begin("night-1"))).rejects.toThrow(
      LedgerError,
    );
    await expect(new DynamoLedger(client, "nowhere", "one").save(begin("night-1"))).rejects.toThrow(
      "The ledger nowhere cannot be used: Requested resource not found",
    );
  });

  it("is waited for four seconds in each of its calls, and no longer, when it does not answer", async () => {
    const silent = createServer(() => {}).listen(0, "127.0.0.1");
    await once(silent, "listening");
    const address = silent.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    const lost = new DynamoDBClient({
      endpoint: `http://127.0.0.1:${address.port}`,
      region: "eu-central-1",
      credentials: { accessKeyId: "a", secretAccessKey: "b" },
    });
    const { timeout } = AbortSignal;
    const hurried = jest.spyOn(AbortSignal, "timeout").mockImplementation((ms) => timeout(ms / 100));
    // What is still waited for after two seconds fails, and not by its limit.
    const hangUp = setTimeout(() => silent.closeAllConnections(), 2_000);
    const ledger = new DynamoLedger(lost, "ledger", "one");
    const run = begin("night-1");
    const calls = [
      () => ledger.claim(run),
      () => ledger.load(),
      () => ledger.save(run),
      () => ledger.isRecorded(run.id),
      () => ledger.record(end(run)),
      () => ledger.release(run.id),
      () => ledger.lastRuns(7),
    ];
    try {
      for (const call of calls) await expect(call()).rejects.toThrow("aborted");
      expect(hurried.mock.calls).toEqual(calls.map(() => [4_000]));
    } finally {
      clearTimeout(hangUp);
      hurried.mockRestore();
      lost.destroy();
      silent.closeAllConnections();
      silent.close();
    }
  });

  it("remembers that a backup that was joined is not its own, so that none is ever cleaned up", async () => {
    const ledger = (await openDynamo())("one");
    await ledger.record(end({ ...begin("night-1"), notes: [{ kind: "joined" }] }));
    expect(await ledger.lastRuns(1)).toMatchObject([{ id: "night-1", isOwn: false }]);
  });

  it("is asked for what was written last, and not for a copy that lags behind", async () => {
    const send = jest.spyOn(client, "send");
    try {
      const ledger = (await openDynamo())("one");
      send.mockClear();
      await ledger.load();
      await ledger.isRecorded("night-1");
      const inputs = send.mock.calls.map(([command]) => command.input);
      const consistent = expect.objectContaining({ ConsistentRead: true });
      expect(inputs).toEqual([consistent, consistent]);
    } finally {
      send.mockRestore();
    }
  });

  it("does not keep a claim on a run that was recorded and released just before it", async () => {
    const table = await createTable();
    const earlier = new DynamoLedger(client, table, "one");
    await earlier.claim(begin("night-1"));
    /** A client in whose first pause, between the look at the records and the claim, the earlier invocation ends its run. */
    let calls = 0;
    const racing = new DynamoDBClient({
      endpoint,
      region: "eu-central-1",
      credentials: { accessKeyId: "a", secretAccessKey: "b" },
    });
    racing.middlewareStack.add(
      (next) => async (args) => {
        const answer = await next(args);
        calls++;
        if (calls === 1) {
          await earlier.record(end(begin("night-1")));
          await earlier.release("night-1");
        }
        return answer;
      },
      { step: "initialize" },
    );
    expect(await new DynamoLedger(racing, table, "two").claim(begin("night-1"))).toEqual({
      kind: "recorded",
    });
    expect(await earlier.load()).toBeUndefined();
    racing.destroy();
  });

  it("claims again when the run in the way is released meanwhile", async () => {
    const table = await createTable();
    const earlier = new DynamoLedger(client, table, "one");
    await earlier.claim(begin("night-1"));
    let calls = 0;
    const racing = new DynamoDBClient({
      endpoint,
      region: "eu-central-1",
      credentials: { accessKeyId: "a", secretAccessKey: "b" },
    });
    racing.middlewareStack.add(
      (next) => async (args) => {
        calls++;
        if (calls === 3) await earlier.release("night-1");
        return await next(args);
      },
      { step: "initialize" },
    );
    expect(await new DynamoLedger(racing, table, "two").claim(begin("night-2"))).toEqual({ kind: "claimed" });
    racing.destroy();
  });

  describe("where something else answers in its place,", () => {
    async function ask<Told>(answer: object | undefined, question: (ledger: DynamoLedger) => Promise<Told>) {
      const body = answer === undefined ? "" : JSON.stringify(answer);
      const server = await startServer((_, response) => response.end(body));
      const credentials = { accessKeyId: "a", secretAccessKey: "b" };
      const mistaken = new DynamoDBClient({ endpoint: server.url, region: "eu-central-1", credentials });
      try {
        return await question(new DynamoLedger(mistaken, "ledger", "one"));
      } finally {
        mistaken.destroy();
        await server.stop();
      }
    }

    const ConsumedCapacity = { TableName: "ledger", CapacityUnits: 1 };

    it.each([
      ["no key", { kind: { S: "run" } }],
      ["another key", { kind: { S: "run" }, id: { S: "night-2" } }],
    ])("takes an item with %s for no record of a run", async (_, Item) => {
      const answered = ask({ Item, ConsumedCapacity }, (ledger) => ledger.isRecorded("night-1"));
      await expect(answered).rejects.toThrow(LedgerError);
      await expect(answered).rejects.toThrow("something else than the record of night-1");
    });

    const night = begin("night-1");
    it.each<[string, (ledger: DynamoLedger) => Promise<unknown>]>([
      ["a run that is there", (ledger) => ledger.load()],
      ["the record of a run", (ledger) => ledger.isRecorded("night-1")],
      ["what was recorded", (ledger) => ledger.lastRuns(3)],
      ["that a run was saved", (ledger) => ledger.save(night)],
      ["that it was recorded", (ledger) => ledger.record(end(night))],
      ["that it was released", (ledger) => ledger.release("night-1")],
    ])("takes no empty answer for %s", async (_, question) => {
      for (const nothing of [undefined, {}]) {
        const answered = ask(nothing, question);
        await expect(answered).rejects.toThrow(LedgerError);
        await expect(answered).rejects.toThrow("the answer is none of DynamoDB's");
      }
    });
  });
});
