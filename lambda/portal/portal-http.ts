import { consideredLength, describeError, quote } from "../outside-text";
import { attempt, json, list, number, object, optional, type Shape, text } from "../shape";
import type { ApiKey } from "./api-key";
import { PortalError, type Trouble, type Unreachable } from "./portal-error";

export interface PortalRequest {
  readonly method: "GET" | "POST" | "DELETE";
  /** Path and query, beginning with `/api/2.0/`. */
  readonly path: string;
  readonly body?: unknown;
}

/** Method and path, without the query: what errors call a request. */
export function describeRequest(request: PortalRequest): string {
  return `${request.method} ${request.path.replace(/\?.*/, "")}`;
}

export interface PortalAnswer {
  /** The envelope's `response`; undefined where the portal left it out, which is how it says "nothing". */
  readonly response: unknown;
  /** The portal's own clock (the `Date` header) in milliseconds since 1970. */
  readonly portalTimeMs: number | undefined;
}

/**
 * Enough for a history of eight thousand backups, and so little that a body that does not end costs no memory to speak of: what
 * was read of it stays in memory until it is collected.
 */
const maxBodyBytes = 2 * 1024 * 1024;

/**
 * Errors of a connection that was never made, by their codes, or by the system's call that failed. Anything else may have come
 * after the request was sent.
 */
const noConnection: readonly (readonly [Unreachable, readonly string[]])[] = [
  ["name", ["ENOTFOUND", "EAI_AGAIN"]],
  [
    "certificate",
    [
      "CERT_HAS_EXPIRED",
      "CERT_NOT_YET_VALID",
      "DEPTH_ZERO_SELF_SIGNED_CERT",
      "SELF_SIGNED_CERT_IN_CHAIN",
      "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
      "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
      "ERR_TLS_CERT_ALTNAME_INVALID",
      "ERR_SSL_WRONG_VERSION_NUMBER",
    ],
  ],
  ["connection", ["UND_ERR_CONNECT_TIMEOUT", "connect"]],
];

const failedCall = object({ code: text, syscall: optional(text) });
const failedConnection = object({ cause: failedCall });
/** Of a name that has several addresses, where each was tried. */
const failedConnections = object({ cause: object({ errors: list(failedCall) }) });

/** Why no connection was made; undefined where there may have been one. */
function readReason(error: unknown): Unreachable | undefined {
  const tried = attempt(failedConnections, error)?.cause.errors ?? [attempt(failedConnection, error)?.cause];
  const [reason, ...others] = tried.map(
    (call) =>
      noConnection.find(([, signs]) =>
        signs.some((sign) => sign === call?.code || sign === call?.syscall),
      )?.[0],
  );
  return others.every((other) => other === reason) ? reason : undefined;
}

function readNetworkError(error: unknown): Trouble {
  const said = describeError(error);
  const reason = readReason(error);
  return reason === undefined ? { kind: "unanswered", said } : { kind: "unreachable", reason, said };
}

/** Reads a body as text, giving up (undefined) where it is larger than {@link maxBodyBytes}, or says that it will be. */
async function readBody(response: Response): Promise<string | undefined> {
  if (response.body === null) return "";
  if (Number(response.headers.get("content-length")) > maxBodyBytes) {
    await response.body.cancel();
    return undefined;
  }
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of response.body) {
    sizeBytes += chunk.byteLength;
    if (sizeBytes > maxBodyBytes) return undefined;
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}

/** The portal's wrapping of every answer; a null result has no `response` at all. */
const envelopeShape = object({
  response: (value) => value,
  statusCode: number,
  error: optional(object({ message: optional(text) })),
});

/** How the server in front of the portal's controllers words a refusal: `application/problem+json`. */
const problemShape = object({ title: optional(text), detail: optional(text) });

/** How the framework behind the portal words a request that it could not read. */
const badRequestShape = object({ response: object({ title: text }) });

function attemptJson<Value>(shape: Shape<Value>, body: string): Value | undefined {
  return attempt((value) => shape(json(value)), body);
}

function readHtmlTitle(body: string): string | undefined {
  if (!/^\s*</.test(body)) return undefined;
  // The beginning alone: for a page of nothing but tags that do not end it would take hours.
  const title = /<title[^>]*>([^<]*)/i.exec(body.slice(0, consideredLength))?.[1]?.trim();
  return title === undefined || title === "" ? "an HTML page" : `an HTML page, "${title}"`;
}

/** What a refusal says for itself: the portal's message, a page's title, or a short plain text. Never a stack. */
function readWords(body: string): string {
  const error = attemptJson(envelopeShape, body)?.error;
  if (error !== undefined) return error.message ?? "";
  const badRequest = attemptJson(badRequestShape, body);
  if (badRequest !== undefined) return badRequest.response.title;
  const problem = attemptJson(problemShape, body);
  if (problem !== undefined) return [problem.title, problem.detail].filter(Boolean).join(": ");
  return readHtmlTitle(body) ?? body;
}

/** The portal's own clock, undefined where it does not tell. */
function readPortalTime(headers: Headers): number | undefined {
  const dateMs = Date.parse(headers.get("date") ?? "");
  return Number.isNaN(dateMs) ? undefined : dateMs;
}

/** `Retry-After` is a number of seconds, or a date by the portal's clock. */
function readRetryAfter(headers: Headers): { retryAfterMs?: number } {
  const header = headers.get("retry-after") ?? "";
  const waitMs = /^\d+$/.test(header)
    ? Number(header) * 1000
    : Date.parse(header) - (readPortalTime(headers) ?? Number.NaN);
  return Number.isNaN(waitMs) ? {} : { retryAfterMs: Math.max(0, waitMs) };
}

/** Scheme and host of a redirect: its path and query are nobody's business. */
function readRedirect(headers: Headers, portalUrl: string): string {
  const location = headers.get("location") ?? "";
  return URL.canParse(location, portalUrl) ? new URL(location, portalUrl).origin : "another address";
}

function readRefusal(status: number, said: string, retryAfter: { retryAfterMs?: number }): Trouble {
  if (status === 429) return { kind: "rate-limited", said, ...retryAfter };
  return { kind: status >= 500 ? "failing" : "refused", status, said };
}

/**
 * Sends one request, once, and reads the answer's envelope. Follows no redirect.
 * @param key undefined for what the portal tells anybody
 * @param timeoutMs for everything from the connection to the last byte
 * @throws {@link PortalError} for whatever is not a readable success
 * @see https://api.onlyoffice.com/docspace/api-backend/
 */
export async function sendRequest(
  portalUrl: string,
  key: ApiKey | undefined,
  request: PortalRequest,
  timeoutMs: number,
): Promise<PortalAnswer> {
  const withoutKey = (words: string) => key?.removeFrom(words) ?? words;
  const fail = (trouble: Trouble) =>
    new PortalError(describeRequest(request), { ...trouble, said: quote(withoutKey(trouble.said)) });

  let response: Response;
  let body: string | undefined;
  try {
    response = await fetch(portalUrl + request.path, {
      method: request.method,
      headers: {
        accept: "application/json",
        ...(key === undefined ? {} : { authorization: key.authorization }),
        ...(request.body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      redirect: "manual",
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await readBody(response);
    body = text && withoutKey(text);
  } catch (error) {
    throw fail(readNetworkError(error));
  }

  const { status, headers } = response;
  if (status >= 300 && status < 400) {
    throw fail({ kind: "refused", status, said: `it redirects to ${readRedirect(headers, portalUrl)}` });
  }
  const retryAfter = readRetryAfter(headers);
  if (status >= 400) throw fail(readRefusal(status, readWords(body ?? ""), retryAfter));
  if (body === undefined) throw fail({ kind: "unreadable", said: "more than 2 MB", tooLarge: true });

  const envelope = attemptJson(envelopeShape, body);
  if (envelope === undefined) {
    throw fail({
      kind: "unreadable",
      said: body.trim() === "" ? "an empty answer" : (readHtmlTitle(body) ?? "not the portal's JSON"),
    });
  }
  const { statusCode, error } = envelope;
  if (statusCode >= 400) throw fail(readRefusal(statusCode, error?.message ?? "", retryAfter));
  return { response: envelope.response ?? undefined, portalTimeMs: readPortalTime(headers) };
}
