import type { Principal } from "./iam";
import type { Statement } from "./iam/statement";

/** The person to whom the account belongs: may do everything, but for what is taken away. */
export class Administrator {
  readonly principal: Principal;
  readonly #statements: Statement[] = [describeStatement("Allow", "*")];

  constructor(accountId: string) {
    const name = "Administrator";
    this.principal = {
      role: {
        logicalId: name,
        name,
        arn: `arn:aws:iam::${accountId}:role/${name}`,
        trust: [],
        policies: [{ name, statements: this.#statements }],
      },
      sessionName: "you",
      arn: `arn:aws:sts::${accountId}:assumed-role/${name}/you`,
    };
  }

  /** Takes a permission away, e.g. `sns:ListSubscriptionsByTopic`. */
  deny(action: string): void {
    this.#statements.push(describeStatement("Deny", action));
  }
}

function describeStatement(effect: Statement["effect"], action: string): Statement {
  return {
    effect,
    actions: { match: "these", patterns: [action] },
    resources: { match: "these", patterns: ["*"] },
    conditions: [],
  };
}
