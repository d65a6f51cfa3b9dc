import type { Deployment } from "./deployment";
import {
  type AwsService,
  type Caller,
  ServiceError,
  type ServiceRequest,
  type WireResponse,
} from "./service";
import { answerXml, queryProtocol, readQueryOperation } from "./wire/query-protocol";

/** A stack as CloudFormation lists it. */
export interface ListedStack {
  readonly name: string;
  /** e.g. `CREATE_COMPLETE` */
  status: string;
  outputs: Readonly<Record<string, string>>;
}

/**
 * A stand-in for AWS CloudFormation: DescribeStacks of all stacks. There is the one that is deployed; others may be added.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html
 */
export class CloudFormation implements AwsService {
  readonly name = "cloudformation";
  readonly protocol = queryProtocol;
  readonly readOperation = readQueryOperation;
  /** In the order in which they are listed. */
  readonly stacks: ListedStack[];
  /** How many stacks an answer holds at most. */
  pageSize = 100;

  readonly #deployment: Deployment;

  constructor({ deployment }: { readonly deployment: Deployment }) {
    const { stackName: name, outputs } = deployment;
    this.#deployment = deployment;
    this.stacks = [{ name, status: "CREATE_COMPLETE", outputs }];
  }

  handle(request: ServiceRequest, caller: Caller): WireResponse {
    const operation = readQueryOperation(request);
    if (operation !== "DescribeStacks")
      throw new ServiceError("InvalidAction", `The rehearsal's CloudFormation knows no ${operation}.`);
    const form = new URLSearchParams(request.body);
    if (form.has("StackName"))
      throw new ServiceError(
        "ValidationError",
        "The rehearsal's CloudFormation describes all stacks at once.",
      );
    caller.authorize("cloudformation:DescribeStacks", this.#arnOf("*"));
    const start = Number(form.get("NextToken") ?? 0);
    const end = start + this.pageSize;
    return answerXml(operation, request.requestId, {
      Stacks: this.stacks.slice(start, end).map((stack) => this.#describe(stack)),
      ...(end < this.stacks.length && { NextToken: `${end}` }),
    });
  }

  #describe({ name, status, outputs }: ListedStack) {
    return {
      StackId: this.#arnOf(name),
      StackName: name,
      StackStatus: status,
      CreationTime: "2026-01-01T00:00:00Z",
      Outputs: Object.entries(outputs).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue })),
    };
  }

  #arnOf(stackName: string): string {
    const { region, accountId } = this.#deployment;
    return `arn:aws:cloudformation:${region}:${accountId}:stack/${stackName}/00000000-0000-4000-8000-000000000000`;
  }
}
