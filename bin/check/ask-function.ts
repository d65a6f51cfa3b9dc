import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import * as v from "valibot";
import { AwsCallError } from "../deployed/aws-call-error";
import type { AwsSession } from "../deployed/aws-session";
import type { DeployedBackup } from "../deployed/deployed-backup";
import { printable } from "../terminal/printable";
import type { Finding } from "./finding";

/** The function's own time-out is two minutes; what it ends with then is worth waiting for. */
const waitMs = 130_000;

/** Usually it has answered long before. */
const usualMs = 15_000;

const sentence = v.pipe(v.string(), v.transform(printable));

const answerSchema = v.object({
  status: v.picklist(["OK", "WARNING", "FAILED"]),
  summary: sentence,
  version: sentence,
  checks: v.array(
    v.object({
      check: sentence,
      result: v.picklist(["ok", "warning", "failed", "not checked"]),
      says: sentence,
      next: v.optional(sentence),
    }),
  ),
});

const failureSchema = v.object({
  errorType: v.optional(sentence, ""),
  errorMessage: v.optional(sentence, ""),
});

/**
 * Has the deployed function check itself and its portal; it starts nothing.
 * @param mail has it mail the result, which proves that SES takes its mails
 * @returns what it found; that it could not, as a finding of its own
 */
export async function askFunction(
  aws: AwsSession,
  { functionName, stackName }: DeployedBackup,
  { mail }: { readonly mail: boolean },
): Promise<Finding[]> {
  const client = new LambdaClient({
    ...aws.clientSettings,
    // A second event would be a second check, and perhaps a second mail.
    maxAttempts: 1,
    requestHandler: { requestTimeout: waitMs },
  });
  const command = new InvokeCommand({
    FunctionName: functionName,
    InvocationType: "RequestResponse",
    Payload: JSON.stringify({ mode: "check", ...(mail && { mail }) }),
  });
  const reminder = setTimeout(
    () => console.error("The function has not answered yet; it has two minutes.\n"),
    usualMs,
  );
  try {
    const { FunctionError, Payload } = await aws.call(
      "lambda:InvokeFunction",
      (options) => client.send(command, options),
      waitMs,
    );
    const payload = Payload?.transformToString() ?? "";
    return FunctionError === undefined
      ? readAnswer(payload, stackName)
      : [explainFailure(payload, stackName)];
  } catch (error) {
    if (!(error instanceof AwsCallError)) throw error;
    // Whoever may not ask the function knows nothing of tonight: that is no reason to call it well.
    const next = error.problem === "missing" ? deployAgain(stackName) : error.next;
    return [{ check: "Function", result: "failed", says: error.says, next }];
  } finally {
    clearTimeout(reminder);
  }
}

function readAnswer(payload: string, stackName: string): Finding[] {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), answerSchema), payload);
  if (!parsed.success)
    return [
      {
        check: "Function",
        result: "failed",
        says: "The function's answer is not that of a check: it is of another version than this command.",
        next: deployAgain(stackName),
      },
    ];
  const { status, summary, version, checks } = parsed.output;
  const isExplained = status !== "FAILED" || checks.some(({ result }) => result === "failed");
  const own: Finding = isExplained
    ? { check: "Function", result: "ok", says: `The function answers, version ${version}.` }
    : { check: "Function", result: "failed", says: summary };
  return [own, ...checks];
}

function explainFailure(payload: string, stackName: string): Finding {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), failureSchema), payload);
  const { errorType, errorMessage } = parsed.success ? parsed.output : { errorType: "", errorMessage: "" };
  const failed = { check: "Function", result: "failed" } as const;
  if (errorType === "EventError")
    return {
      ...failed,
      says: "The deployed function does not know the check: it is older than this command.",
      next: deployAgain(stackName),
    };
  if (errorType === "Sandbox.Timedout" || /timed out/i.test(errorMessage))
    return {
      ...failed,
      says: "The function did not end in time, and Lambda broke it off.",
      next: `Look into its log (output Logs of ${stackName}): the last line tells what it waited for.`,
    };
  return {
    ...failed,
    says: `The function broke off: ${[errorType, errorMessage].filter((part) => part !== "").join(", ")}`,
    next: `${deployAgain(stackName)}. If it breaks off again, its log (output Logs) tells more.`,
  };
}

function deployAgain(stackName: string): string {
  return `Deploy it again: npx cdk deploy ${stackName}`;
}
