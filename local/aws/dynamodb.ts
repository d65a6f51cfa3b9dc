import * as v from "valibot";
import type { DeployedTable, Deployment } from "./deployment";
import {
  type AwsService,
  type Caller,
  ServiceError,
  type ServiceRequest,
  type WireResponse,
} from "./service";
import type { TableStore } from "./table-store";
import { DYNAMODB_CONTENT_TYPE, dynamodbProtocol } from "./wire/dynamodb-protocol";
import { readJsonBody, readJsonOperation } from "./wire/json-protocol";

/** Those of which one item, or one partition, is the whole. */
const OPERATIONS: ReadonlySet<string> = new Set(["DeleteItem", "GetItem", "PutItem", "Query", "UpdateItem"]);

const tableRequest = v.looseObject({
  TableName: v.string(),
  IndexName: v.optional(v.string()),
  ReturnValuesOnConditionCheckFailure: v.optional(
    v.literal("NONE", "The rehearsal's DynamoDB cannot return the values on which a condition failed."),
  ),
});

/**
 * A stand-in for Amazon DynamoDB: lets the stack's roles at the stack's tables, which an emulator keeps. Items that have
 * expired stay, as they do in AWS for some days.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Operations_Amazon_DynamoDB.html
 */
export class DynamoDb implements AwsService {
  readonly name = "dynamodb";
  readonly protocol = dynamodbProtocol;
  readonly readOperation = readJsonOperation;

  readonly #deployment: Deployment;
  readonly #store: TableStore;

  constructor(options: { readonly deployment: Deployment; readonly store: TableStore }) {
    this.#deployment = options.deployment;
    this.#store = options.store;
  }

  async handle(request: ServiceRequest, caller: Caller): Promise<WireResponse> {
    const operation = readJsonOperation(request);
    if (!OPERATIONS.has(operation))
      throw new ServiceError(
        "com.amazon.coral.service#UnknownOperationException",
        `The rehearsal's DynamoDB knows no ${operation}.`,
      );
    const parsed = v.safeParse(tableRequest, readJsonBody(request));
    if (!parsed.success)
      throw new ServiceError("com.amazon.coral.validate#ValidationException", parsed.issues[0].message);
    const { TableName: nameOrArn, IndexName: index } = parsed.output;
    const table = this.#findTable(nameOrArn);
    const arn = table?.arn ?? this.#arnOf(nameOrArn);
    caller.authorize(`dynamodb:${operation}`, index === undefined ? arn : `${arn}/index/${index}`);
    if (table === undefined)
      throw new ServiceError(
        "com.amazonaws.dynamodb.v20120810#ResourceNotFoundException",
        "Requested resource not found",
      );
    const body = JSON.stringify({ ...parsed.output, TableName: table.name });
    const answer = await this.#store.call(operation, body);
    return {
      status: answer.status,
      contentType: DYNAMODB_CONTENT_TYPE,
      headers: { "x-amz-crc32": answer.checksum },
      body: answer.body,
    };
  }

  #findTable(nameOrArn: string): DeployedTable | undefined {
    return this.#deployment.tables.find(({ arn, name }) => nameOrArn === arn || nameOrArn === name);
  }

  #arnOf(nameOrArn: string): string {
    if (nameOrArn.startsWith("arn:")) return nameOrArn;
    const { region, accountId } = this.#deployment;
    return `arn:aws:dynamodb:${region}:${accountId}:table/${nameOrArn}`;
  }
}
