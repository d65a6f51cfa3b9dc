import { patchConsole } from "./json-console";
import { type Handler, loadHandler } from "./load-handler";
import { callRuntimeApi, markEnd, type RuntimeAnswer } from "./runtime-api-client";
import { JSONStringifyError } from "./runtime-faults";

/*
 * The program of an execution environment: plays the part of Lambda's client of the Runtime API for Node. It loads the
 * function, asks for one event after another, and answers.
 */
const {
  LAMBDA_TASK_ROOT: taskRoot = "",
  _HANDLER: handlerName = "",
  AWS_LAMBDA_LOG_LEVEL: logLevel,
} = process.env;
let currentRequestId: string | undefined;

function describeFailure(reason: unknown): {
  errorType: string;
  errorMessage: string;
  trace: readonly string[];
} {
  if (!(reason instanceof Error))
    return { errorType: typeof reason, errorMessage: String(reason), trace: [] };
  return { errorType: reason.name, errorMessage: reason.message, trace: reason.stack?.split("\n") ?? [] };
}

function toError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}

async function invoke(handler: Handler, { headers, body }: RuntimeAnswer): Promise<void> {
  const requestId = String(headers["lambda-runtime-aws-request-id"]);
  currentRequestId = requestId;
  process.env._X_AMZN_TRACE_ID = String(headers["lambda-runtime-trace-id"]);
  const deadlineMs = Number(headers["lambda-runtime-deadline-ms"]);
  const context = {
    awsRequestId: requestId,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    invokedFunctionArn: String(headers["lambda-runtime-invoked-function-arn"]),
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    getRemainingTimeInMillis: () => deadlineMs - Date.now(),
  };
  try {
    const payload = toJson(await handler(JSON.parse(body), context));
    markEnd(requestId);
    await callRuntimeApi("POST", `invocation/${requestId}/response`, payload);
  } catch (reason) {
    await reportFailure(reason);
  }
}

function toJson(value: unknown): string | undefined {
  try {
    return JSON.stringify(value === undefined ? null : value);
  } catch {
    throw new JSONStringifyError();
  }
}

async function reportFailure(reason: unknown): Promise<void> {
  console.error(toError(reason));
  const path = currentRequestId ? `invocation/${currentRequestId}/error` : "init/error";
  if (currentRequestId) markEnd(currentRequestId);
  await callRuntimeApi("POST", path, JSON.stringify(describeFailure(reason)));
}

async function initialise(): Promise<Handler> {
  try {
    return await loadHandler(taskRoot, handlerName);
  } catch (reason) {
    await reportFailure(reason);
    throw reason;
  }
}

async function run(): Promise<void> {
  const handler = await initialise();
  for (;;) await invoke(handler, await callRuntimeApi("GET", "invocation/next"));
}

patchConsole(logLevel, () => currentRequestId);
// As in Lambda, what nobody catches is printed by Node, and ends the process.
void run();
