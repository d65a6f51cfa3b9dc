import { once } from "node:events";
import type { Server } from "node:http";
import dynalite from "dynalite";
import type { DeployedTable } from "./deployment";
import { DYNAMODB_CONTENT_TYPE } from "./wire/dynamodb-protocol";

/** dynalite wants to see a signature and does not look into it: whoever comes here has been let in already. */
const AUTHORIZATION =
  "AWS4-HMAC-SHA256 Credential=rehearsal/20260101/local/dynamodb/aws4_request, SignedHeaders=host, Signature=none";

/** What the store answers. */
export interface StoreAnswer {
  readonly status: number;
  /** `x-amz-crc32` */
  readonly checksum: string;
  readonly body: string;
}

/**
 * The tables' contents: dynalite, an emulator of DynamoDB that speaks its wire protocol, on a port of 127.0.0.1.
 *
 * It keeps conditions, expressions and the order of keys as DynamoDB does. It knows no transactions and does not delete
 * expired items.
 */
export class TableStore {
  readonly #server: Server;
  readonly #url: string;

  private constructor(server: Server, url: string) {
    this.#server = server;
    this.#url = url;
  }

  /** Starts with these tables, empty. */
  static async open(tables: readonly DeployedTable[]): Promise<TableStore> {
    const server = dynalite({ createTableMs: 0 });
    server.keepAliveTimeout = 0;
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    if (address === null || typeof address === "string")
      throw new Error(`dynalite listens on ${address}, expected a port of 127.0.0.1.`);
    const store = new TableStore(server, `http://127.0.0.1:${address.port}`);
    for (const table of tables) await store.#create(table);
    return store;
  }

  /** Carries out an operation, e.g. `PutItem`. */
  async call(operation: string, body: string): Promise<StoreAnswer> {
    const response = await fetch(this.#url, {
      method: "POST",
      headers: {
        authorization: AUTHORIZATION,
        "content-type": DYNAMODB_CONTENT_TYPE,
        "x-amz-date": "20260101T000000Z",
        "x-amz-target": `DynamoDB_20120810.${operation}`,
      },
      body,
    });
    const checksum = response.headers.get("x-amz-crc32") ?? "";
    return { status: response.status, checksum, body: await response.text() };
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  async #create({ name, keySchema, globalIndexes, attributeDefinitions }: DeployedTable): Promise<void> {
    const request = {
      TableName: name,
      KeySchema: keySchema,
      ...(globalIndexes.length > 0 && { GlobalSecondaryIndexes: globalIndexes }),
      AttributeDefinitions: attributeDefinitions,
      BillingMode: "PAY_PER_REQUEST",
    };
    const { status, body } = await this.call("CreateTable", JSON.stringify(request));
    if (status !== 200) throw new Error(`The table ${name} could not be made: ${body}`);
    while (!(await this.#isActive(name))) await new Promise((resolve) => setImmediate(resolve));
  }

  async #isActive(name: string): Promise<boolean> {
    const { body } = await this.call("DescribeTable", JSON.stringify({ TableName: name }));
    return body.includes('"TableStatus":"ACTIVE"');
  }
}
