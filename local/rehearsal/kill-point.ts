/** The call at which the function's process is killed. */
export interface KillPoint {
  /** `before`: the call is never processed. `after`: it is, but its answer never arrives. */
  readonly when: "before" | "after";
  /** The service that is called: one of AWS, by the name that calls are signed for, or `portal`. */
  readonly service: string;
  /** e.g. `PutItem`; the portal's operations are HTTP methods. */
  readonly operation: string;
  /** Which of these calls, counted from 1. */
  readonly nth: number;
}

/** What can be called, by service. */
const OPERATIONS: Readonly<Record<string, readonly string[]>> = {
  dynamodb: ["GetItem", "PutItem", "UpdateItem", "DeleteItem", "Query"],
  portal: ["GET", "POST", "DELETE"],
  scheduler: ["CreateSchedule", "DeleteSchedule"],
  secretsmanager: ["GetSecretValue"],
  ses: ["SendEmail"],
};

/**
 * Reads a kill point such as `after:scheduler:CreateSchedule:2`; without a number it is the first call.
 *
 * @returns what is wrong with it where it is none
 */
export function parseKillPoint(text: string): KillPoint | { readonly problem: string } {
  const [, when, service = "", operation = "", nth = "1"] =
    /^(before|after):([a-z][a-z0-9]*):([A-Za-z]+)(?::([1-9]\d{0,3}))?$/.exec(text) ?? [];
  if (when !== "before" && when !== "after")
    return { problem: "expected before or after, a service, an operation and perhaps which call it is" };
  const operations = OPERATIONS[service];
  if (operations === undefined)
    return { problem: `"${service}" is not called; expected one of ${Object.keys(OPERATIONS).join(", ")}` };
  if (!operations.includes(operation))
    return { problem: `${service} has no "${operation}"; expected one of ${operations.join(", ")}` };
  return { when, service, operation, nth: Number(nth) };
}
