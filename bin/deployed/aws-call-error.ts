import { CommandError } from "../terminal/command-error";

/** Why AWS did not do what it was asked. */
export type AwsCallProblem =
  /** IAM does not allow it. */
  | "denied"
  /** What was asked about does not exist. */
  | "missing"
  /** There are no credentials, or they are of no use. */
  | "credentials"
  | "unreachable"
  | "failed";

/** AWS did not do what it was asked. Says what is wrong and how to mend it, and nothing of what was sent. */
export class AwsCallError extends CommandError {
  override name = "AwsCallError";

  constructor(
    readonly problem: AwsCallProblem,
    /** What is wrong, in one sentence. */
    readonly says: string,
    /** What to do about it. */
    readonly next: string,
  ) {
    super(`${says}\n${next}`);
  }
}
