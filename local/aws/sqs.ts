import { randomUUID } from "node:crypto";
import type { Clock } from "../clock/clock";
import type { DeployedQueue, Deployment } from "./deployment";
import { authorize, type Principal, respectResourcePolicy } from "./iam";
import { ServiceError } from "./service";

/** A message that lies in a queue. */
export interface QueueMessage {
  readonly messageId: string;
  readonly queueArn: string;
  readonly sentAtMs: number;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** A stand-in for Amazon SQS: keeps what is sent to the stack's queues. */
export class Sqs {
  /** What was sent, oldest first. */
  readonly messages: QueueMessage[] = [];
  /** Called with each message that is accepted. */
  onMessage: (message: QueueMessage) => void = () => undefined;

  /** Called with the queue of each such message, which SQS counts. */
  onCount: (queue: DeployedQueue) => void = () => undefined;

  readonly #clock: Clock;
  readonly #deployment: Deployment;

  constructor(options: { readonly clock: Clock; readonly deployment: Deployment }) {
    this.#clock = options.clock;
    this.#deployment = options.deployment;
  }

  /**
   * Puts a message into a queue, over an encrypted connection as far as its policy is concerned.
   *
   * @throws AccessDenied if the sender's role does not allow it or the queue's policy denies it
   * @throws ServiceError if there is no such queue
   */
  send(message: Pick<QueueMessage, "queueArn" | "body" | "attributes">, sender: Principal): void {
    const request = {
      principal: sender,
      action: "sqs:SendMessage",
      resource: message.queueArn,
      context: { "aws:SecureTransport": "true" },
    };
    authorize(request);
    const queue = this.#deployment.queues.find(({ arn }) => arn === message.queueArn);
    if (queue === undefined)
      throw new ServiceError(
        "AWS.SimpleQueueService.NonExistentQueue",
        `There is no queue ${message.queueArn}.`,
      );
    respectResourcePolicy(queue.policy, request);
    const sent = { ...message, messageId: randomUUID(), sentAtMs: this.#clock.now() };
    this.messages.push(sent);
    this.onCount(queue);
    this.onMessage(sent);
  }
}
