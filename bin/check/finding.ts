import { AwsCallError } from "../deployed/aws-call-error";

/** How one thing that was looked at was found. */
export interface Finding {
  /** What was looked at: `API key`. */
  readonly check: string;
  readonly result: "ok" | "warning" | "failed" | "not checked";
  /** One sentence. */
  readonly says: string;
  /** The one thing to do next. */
  readonly next?: string | undefined;
}

/** What a look finds, or that it could not look. */
export async function lookAt(check: string, look: () => Promise<Omit<Finding, "check">>): Promise<Finding> {
  try {
    return { check, ...(await look()) };
  } catch (error) {
    if (!(error instanceof AwsCallError)) throw error;
    return {
      check,
      result: "not checked",
      says: error.says,
      next: error.next === "" ? undefined : error.next,
    };
  }
}
