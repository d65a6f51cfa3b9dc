import { callRuntimeApi, markEnd } from "../../local/runtime/runtime-api-client";

/*
 * Stands for the native half of AWS's runtime interface client (`rapid-client.node`, made of C++ when it is installed): it carries
 * events and answers between the other half, which is AWS's own, and the Runtime API.
 */

let answered: Promise<unknown> = Promise.resolve();

/** The next event, once the answer to the one before has arrived: the native half blocks until then. */
export async function next(): Promise<{ readonly bodyJson: string; readonly headers: object }> {
  await answered;
  const { body, headers } = await callRuntimeApi("GET", "invocation/next");
  return { bodyJson: body, headers };
}

/** Answers an invocation. */
export function done(requestId: string, body: string): void {
  answer(requestId, "response", body);
}

/** Tells that an invocation failed. */
export function error(requestId: string, body: string): void {
  answer(requestId, "error", body);
}

function answer(requestId: string, kind: "response" | "error", body: string): void {
  markEnd(requestId);
  answered = callRuntimeApi("POST", `invocation/${requestId}/${kind}`, body);
}
