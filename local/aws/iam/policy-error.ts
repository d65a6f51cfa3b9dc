/** A policy holds something that is not evaluated here; guessing could allow what AWS would deny. */
export class PolicyError extends Error {
  override readonly name = "PolicyError";

  constructor(where: string, problem: string) {
    super(
      `The policy cannot be evaluated: ${where}: ${problem} Leave it out, or teach local/aws/iam about it.`,
    );
  }
}
