import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import type { Clock } from "../clock/clock";
import type { Answer } from "./answer";
import type { ApiRequest } from "./call";

const CHUNK = Buffer.alloc(64 * 1024);

/** Reads a whole request; `undefined` when the caller hung up before its end. */
export async function readRequest(message: IncomingMessage, origin: string): Promise<ApiRequest | undefined> {
  const url = new URL(`${origin}${message.url ?? "/"}`);
  try {
    return {
      method: message.method ?? "GET",
      path: url.pathname,
      search: url.search,
      query: url.searchParams,
      contentType: message.headers["content-type"] ?? "",
      authorization: message.headers.authorization,
      body: await text(message),
      origin,
    };
  } catch {
    return undefined;
  }
}

/** Sends an answer, dated by the rehearsal's clock; a caller who hangs up meanwhile has had enough. */
export async function sendAnswer(response: ServerResponse, answer: Answer, nowMs: number): Promise<void> {
  const { body } = answer;
  const sizeBytes = sendHead(response, answer, nowMs);
  if (typeof body === "string") {
    response.end(body);
    return;
  }
  try {
    await pipeline(Readable.from(zeroBytes(sizeBytes)), response);
  } catch {
    response.destroy();
  }
}

/** Sends the head of an answer and the first half of a body that is text; what it answers with sends the rest. */
export function beginAnswer(response: ServerResponse, answer: Answer, nowMs: number): () => void {
  const { body } = answer;
  sendHead(response, answer, nowMs);
  const bytes = Buffer.from(typeof body === "string" ? body : "");
  const half = Math.ceil(bytes.length / 2);
  response.write(bytes.subarray(0, half));
  return () => void response.end(bytes.subarray(half));
}

/** @returns the size of the body, in bytes */
function sendHead(response: ServerResponse, { status, headers, body }: Answer, nowMs: number): number {
  const sizeBytes = typeof body === "string" ? Buffer.byteLength(body) : body.sizeBytes;
  response.writeHead(status, {
    ...headers,
    date: new Date(nowMs).toUTCString(),
    ...(Number.isFinite(sizeBytes) && { "content-length": sizeBytes }),
  });
  return sizeBytes;
}

/** Keeps the caller waiting for `ms`, or for ever; says whether it still waits then. */
export async function keepWaiting(clock: Clock, response: ServerResponse, ms: number): Promise<boolean> {
  if (response.destroyed) {
    return false;
  }
  const release = clock.hold();
  return new Promise((resolve) => {
    const finish = (stillThere: boolean) => {
      release();
      response.off("close", hangUp);
      resolve(stillThere);
    };
    const cancel = Number.isFinite(ms) ? clock.at(clock.now() + ms, () => finish(true)) : () => undefined;
    const hangUp = () => {
      cancel();
      finish(false);
    };
    response.once("close", hangUp);
  });
}

function* zeroBytes(sizeBytes: number): Generator<Buffer> {
  for (let leftBytes = sizeBytes; leftBytes > 0; leftBytes -= CHUNK.length) {
    yield leftBytes < CHUNK.length ? CHUNK.subarray(0, leftBytes) : CHUNK;
  }
}
