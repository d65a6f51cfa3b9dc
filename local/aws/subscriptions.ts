import type { Deployment } from "./deployment";

/** One who is to be told of what a topic publishes. */
export interface Subscription {
  readonly topicArn: string;
  readonly address: string;
  /** Whether the link in SNS's mail was followed; until then nothing is sent. */
  isConfirmed: boolean;
}

/** Who has subscribed to the topics of an account. Those of the stack have all confirmed, until somebody changes that. */
export class Subscriptions {
  readonly #subscriptions: Subscription[];

  constructor({ topics }: Pick<Deployment, "topics">) {
    this.#subscriptions = topics.flatMap(({ arn: topicArn, addresses }) =>
      addresses.map((address) => ({ topicArn, address, isConfirmed: true })),
    );
  }

  list(topicArn: string): Subscription[] {
    return this.#subscriptions.filter((subscription) => subscription.topicArn === topicArn);
  }

  /** The addresses that are mailed. */
  listConfirmed(topicArn: string): string[] {
    return this.list(topicArn).flatMap(({ address, isConfirmed }) => (isConfirmed ? [address] : []));
  }

  /** Nobody has followed the link in SNS's mail yet. */
  unconfirmAll(): void {
    for (const subscription of this.#subscriptions) subscription.isConfirmed = false;
  }

  /** All have unsubscribed, or were forgotten because they did not confirm in time. */
  removeAll(): void {
    this.#subscriptions.length = 0;
  }
}
