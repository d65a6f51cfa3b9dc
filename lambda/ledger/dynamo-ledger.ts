import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  type GetItemCommandOutput,
  PutItemCommand,
  QueryCommand,
} from "@aws-sdk/client-dynamodb";
import { byStart } from "../environment";
import { describeError } from "../outside-text";
import { callMs } from "../run/limits";
import type { PastRun } from "../run/past-run";
import { type ActiveRun, type Claim, type Ledger, LedgerError, RunLostError } from "../run/ports";
import type { EndedRun, Run } from "../run/run";
import { attempt, object } from "../shape";
import { numberAttribute, textAttribute } from "./attributes";
import { describeEnd, readPastRun, runKey } from "./ended-run";
import { storedRun } from "./run-schema";

/** What the answers to all commands have in common. */
type DynamoAnswer = Pick<GetItemCommandOutput, "ConsumedCapacity">;

const activeKey = { kind: { S: "active" }, id: { S: "active" } };

/** What every version of this function writes beside the run itself, so that each can at least tell whose turn it is. */
const activeItem = object({
  runId: textAttribute,
  startedAtMs: numberAttribute,
  hop: numberAttribute,
  dueMs: numberAttribute,
  holder: textAttribute,
  run: textAttribute,
});

const recordedItem = object({ id: textAttribute });

/**
 * What each answer is asked to tell besides, by which it is known for one of DynamoDB's: an empty one would read as a run that
 * was saved, or as no run at all, and nobody would go on with it.
 */
const asked = { ReturnConsumedCapacity: "TOTAL" } as const;

/**
 * The ledger in a DynamoDB table with the key `kind` and `id`: one item `active`, and one `run` for each that has ended,
 * which an index has in the order of their beginning.
 * Single-item conditional writes only. `holder` says in whose hands the active run is; it is new for each invocation,
 * so that an earlier one that comes late can neither write nor release.
 */
export class DynamoLedger implements Ledger {
  readonly #client: DynamoDBClient;
  readonly #tableName: string;
  readonly #holder: string;

  /** @param holder is unique to this invocation */
  constructor(client: DynamoDBClient, tableName: string, holder: string) {
    this.#client = client;
    this.#tableName = tableName;
    this.#holder = holder;
  }

  async claim(run: Run): Promise<Claim> {
    if (await this.isRecorded(run.id)) return { kind: "recorded" };
    if (!(await this.#put(run, "attribute_not_exists(#kind)", { "#kind": "kind" }))) {
      const active = await this.load();
      // It was released between the two calls.
      if (active === undefined) return await this.claim(run);
      // Unless it is ours: the answer to our write was lost, and the SDK asked again.
      if (active.holder !== this.#holder || active.id !== run.id) return { kind: "occupied", active };
    }
    // Between the first look and the claim another invocation may have recorded and released this very run.
    if (!(await this.isRecorded(run.id))) return { kind: "claimed" };
    await this.release(run.id);
    return { kind: "recorded" };
  }

  async load(): Promise<ActiveRun | undefined> {
    const item = await this.#get(activeKey);
    if (item === undefined) return undefined;
    const active = attempt(activeItem, item);
    if (active === undefined)
      throw new LedgerError(`The ledger ${this.#tableName} holds an active run without a head.`);
    const { runId, run, ...head } = active;
    return { ...head, id: runId, run: attempt(storedRun, run) };
  }

  async take(active: ActiveRun, run: Run): Promise<boolean> {
    if (await this.#put(run, "holder = :before", undefined, { ":before": { S: active.holder } })) return true;
    // The answer to our own write may have been lost, and the SDK have asked again.
    return (await this.load())?.holder === this.#holder;
  }

  async save(run: Run): Promise<void> {
    const ours = { ":holder": { S: this.#holder } };
    if (!(await this.#put(run, "holder = :holder", undefined, ours))) throw new RunLostError(run.id);
  }

  async isRecorded(runId: string): Promise<boolean> {
    const item = await this.#get(runKey(runId));
    if (item === undefined) return false;
    // Whoever takes anything for the record of this night makes no backup in it and says nothing.
    if (attempt(recordedItem, item)?.id === runId) return true;
    throw new LedgerError(
      `The ledger ${this.#tableName} answered with something else than the record of ${runId}.`,
    );
  }

  async record(run: EndedRun): Promise<void> {
    const command = new PutItemCommand({ TableName: this.#tableName, Item: describeEnd(run), ...asked });
    await this.#call((abortSignal) => this.#client.send(command, { abortSignal }));
  }

  async release(runId: string): Promise<void> {
    const command = new DeleteItemCommand({
      TableName: this.#tableName,
      Key: activeKey,
      ConditionExpression: "holder = :holder AND runId = :run",
      ExpressionAttributeValues: { ":holder": { S: this.#holder }, ":run": { S: runId } },
      ...asked,
    });
    await this.#unlessRefused((abortSignal) => this.#client.send(command, { abortSignal }));
  }

  async lastRuns(limit: number): Promise<PastRun[]> {
    const command = new QueryCommand({
      TableName: this.#tableName,
      IndexName: byStart,
      KeyConditionExpression: "#kind = :run",
      ExpressionAttributeNames: { "#kind": "kind" },
      ExpressionAttributeValues: { ":run": runKey("").kind },
      ScanIndexForward: false,
      Limit: limit,
      ...asked,
    });
    const { Items = [] } = await this.#call((abortSignal) => this.#client.send(command, { abortSignal }));
    return Items.flatMap((item) => readPastRun(item) ?? []);
  }

  #put(
    run: Run,
    condition: string,
    names?: Record<string, string>,
    values?: Record<string, AttributeValue>,
  ): Promise<boolean> {
    const command = new PutItemCommand({
      TableName: this.#tableName,
      Item: {
        ...activeKey,
        runId: { S: run.id },
        startedAtMs: { N: `${run.startedAtMs}` },
        hop: { N: `${run.hop}` },
        dueMs: { N: `${run.dueMs}` },
        holder: { S: this.#holder },
        run: { S: JSON.stringify(run) },
      },
      ConditionExpression: condition,
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: values,
      ...asked,
    });
    return this.#unlessRefused((abortSignal) => this.#client.send(command, { abortSignal }));
  }

  async #get(key: Record<string, AttributeValue>): Promise<Record<string, AttributeValue> | undefined> {
    const command = new GetItemCommand({
      TableName: this.#tableName,
      Key: key,
      ConsistentRead: true,
      ...asked,
    });
    return (await this.#call((abortSignal) => this.#client.send(command, { abortSignal }))).Item;
  }

  /** Resolves with false where the condition did not hold. */
  async #unlessRefused(send: (abortSignal: AbortSignal) => Promise<DynamoAnswer>): Promise<boolean> {
    try {
      await this.#call(send);
      return true;
    } catch (error) {
      if (error instanceof LedgerError && error.cause instanceof ConditionalCheckFailedException)
        return false;
      throw error;
    }
  }

  async #call<Told extends DynamoAnswer>(send: (abortSignal: AbortSignal) => Promise<Told>): Promise<Told> {
    try {
      const answer = await send(AbortSignal.timeout(callMs));
      if (answer.ConsumedCapacity === undefined) throw new Error("the answer is none of DynamoDB's");
      return answer;
    } catch (error) {
      throw new LedgerError(`The ledger ${this.#tableName} cannot be used: ${describeError(error)}`, {
        cause: error,
      });
    }
  }
}
