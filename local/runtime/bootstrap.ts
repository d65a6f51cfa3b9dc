import { patchConsole } from "./json-console";
import { type Handler, loadHandler } from "./load-handler";
import { callRuntimeApi, markEnd, type RuntimeAnswer } from "./runtime-api-client";

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
    const payload = JSON.stringify((await handler(JSON.parse(body), context)) ?? null);
    markEnd(requestId);
    await callRuntimeApi("POST", `invocation/${requestId}/response`, payload);
  } catch (reason) {
    await reportFailure(reason);
  }
}

async function reportFailure(reason: unknown): Promise<void> {
  console.error(toError(reason));
  const path = currentRequestId ? `invocation/${currentRequestId}/error` : "init/error";
  if (currentRequestId) markEnd(currentRequestId);
  await callRuntimeApi("POST", path, JSON.stringify(describeFailure(reason)));
}

/** As in Lambda: what nobody caught is reported, and then ends the process, whatever it still waits for. */
function failAndExit(reason: unknown, exitCode: number): void {
  const exit = () => process.exit(exitCode);
  reportFailure(reason).then(exit, exit);
}

process.once("uncaughtException", (error) => failAndExit(error, 129));
process.once("unhandledRejection", (reason) => {
  const error = new Error(String(reason), { cause: reason });
  error.name = "Runtime.UnhandledPromiseRejection";
  failAndExit(error, 128);
});
patchConsole(logLevel, () => currentRequestId);

async function run(): Promise<void> {
  const handler = await loadHandler(taskRoot, handlerName);
  for (;;) {
    const delivery = await callRuntimeApi("GET", "invocation/next");
    await invoke(handler, delivery);
    currentRequestId = undefined;
  }
}

run().catch((reason) => failAndExit(reason, 1));
