import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { ServiceRequest } from "../service";
import type { SignedRequest } from "./signature";

/** A request in the three forms in which it is needed. */
export interface ReceivedRequest {
  /** What a service and the records may see. */
  readonly request: ServiceRequest;
  /** What the signature was made over. */
  readonly signed: SignedRequest;
  /** The `Authorization` header; undefined if there was none. */
  readonly authorization: string | undefined;
}

/** Reads a request to its end. */
export async function readRequest(message: IncomingMessage): Promise<ReceivedRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(Buffer.from(chunk));
  const body = Buffer.concat(chunks);
  const { authorization, ...headers } = Object.fromEntries(
    Object.entries(message.headers).map(([name, value]) => [name, [value ?? ""].flat().join(",")]),
  );
  const url = new URL(message.url ?? "/", "http://127.0.0.1");
  const received = { method: message.method ?? "", path: url.pathname, query: url.search.slice(1), headers };
  return {
    request: { ...received, requestId: randomUUID(), body: body.toString("utf8") },
    signed: { ...received, body },
    authorization,
  };
}
