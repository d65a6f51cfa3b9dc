import { Refusal, typeError } from "./answer";
import type { PortalState } from "./portal-state";

/** A request as the routes see it. */
export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  /** With its question mark, or `""`. */
  readonly search: string;
  readonly query: URLSearchParams;
  readonly contentType: string;
  readonly authorization: string | undefined;
  readonly body: string;
  /** Scheme, host and port under which the caller knows the portal. */
  readonly origin: string;
}

/** A request at a moment, and the portal that it meets. */
export interface Call {
  readonly request: ApiRequest;
  readonly state: PortalState;
  readonly nowMs: number;
}

/** The boolean query parameter `name`; absent is false. @throws Refusal with 400 on anything else. */
export function readFlag({ request }: Call, name: string): boolean {
  const text = (request.query.get(name) ?? "false").toLowerCase();
  if (text !== "true" && text !== "false") {
    throw new Refusal(typeError(name, `The value '${text}' is not valid.`));
  }
  return text === "true";
}

/** The whole number in query parameter `name`. @throws Refusal with 400 on anything else. */
export function readCount({ request }: Call, name: string, absent: number): number {
  const text = request.query.get(name);
  if (text === null) {
    return absent;
  }
  if (!/^\d{1,9}$/.test(text)) {
    throw new Refusal(typeError(name, `The value '${text}' is not valid.`));
  }
  return Number(text);
}
