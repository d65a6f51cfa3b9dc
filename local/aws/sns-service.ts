import type { Deployment } from "./deployment";
import {
  type AwsService,
  type Caller,
  ServiceError,
  type ServiceRequest,
  type WireResponse,
} from "./service";
import type { Subscription, Subscriptions } from "./subscriptions";
import type { Protocol } from "./wire/protocol";
import { answerXml, queryProtocol, readQueryOperation } from "./wire/query-protocol";

/** SNS has its own word for what IAM does not allow. */
const snsProtocol: Protocol = {
  ...queryProtocol,
  refusals: { ...queryProtocol.refusals, "access-denied": { code: "AuthorizationError", status: 403 } },
};

/** How many subscriptions an answer holds at most. */
const pageSize = 100;

/**
 * A stand-in for Amazon SNS: ListSubscriptionsByTopic.
 *
 * @see https://docs.aws.amazon.com/sns/latest/api/API_ListSubscriptionsByTopic.html
 */
export class Sns implements AwsService {
  readonly name = "sns";
  readonly protocol = snsProtocol;
  readonly readOperation = readQueryOperation;

  readonly #deployment: Deployment;
  readonly #subscriptions: Subscriptions;

  constructor(options: { readonly deployment: Deployment; readonly subscriptions: Subscriptions }) {
    this.#deployment = options.deployment;
    this.#subscriptions = options.subscriptions;
  }

  handle(request: ServiceRequest, caller: Caller): WireResponse {
    const operation = readQueryOperation(request);
    if (operation !== "ListSubscriptionsByTopic")
      throw new ServiceError("InvalidAction", `The rehearsal's SNS knows no ${operation}.`);
    const form = new URLSearchParams(request.body);
    const topicArn = form.get("TopicArn") ?? "";
    caller.authorize("sns:ListSubscriptionsByTopic", topicArn);
    if (!this.#deployment.topics.some(({ arn }) => arn === topicArn))
      throw new ServiceError("NotFound", "Topic does not exist", 404);
    const all = this.#subscriptions.list(topicArn);
    const start = Number(form.get("NextToken") ?? 0);
    const end = start + pageSize;
    return answerXml(operation, request.requestId, {
      Subscriptions: all.slice(start, end).map((one, index) => this.#describe(one, start + index)),
      ...(end < all.length && { NextToken: `${end}` }),
    });
  }

  #describe({ topicArn, address, isConfirmed }: Subscription, index: number) {
    const id = `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`;
    return {
      TopicArn: topicArn,
      Protocol: "email",
      SubscriptionArn: isConfirmed ? `${topicArn}:${id}` : "PendingConfirmation",
      Owner: this.#deployment.accountId,
      Endpoint: address,
    };
  }
}
