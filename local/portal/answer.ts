import type { ApiRequest } from "./call";

/** What goes back over the wire. A body given by its size is sent as that many zero bytes, for ever if it is infinite. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | { readonly sizeBytes: number };
}

/** Ends a call with the answer that it carries. */
export class Refusal extends Error {
  override name = "Refusal";

  constructor(readonly answer: Answer) {
    super(`the portal refuses with ${answer.status}`);
  }
}

const JSON_TYPE = { "content-type": "application/json; charset=utf-8" };

/** The envelope of a success. `undefined`, at any depth, is left out, as the server leaves out each null. */
export function succeed(request: ApiRequest, response: unknown): Answer {
  const links = [{ href: `${request.origin}${request.path}${request.search}`, action: request.method }];
  return json(200, { response, count: countOf(response), links, status: 0, statusCode: 200 });
}

/** The envelope of what a controller threw, with the internal stack that the server gives away. */
export function controllerError(status: number, message: string): Answer {
  const error = {
    message,
    type: EXCEPTION_TYPES.get(status) ?? "System.Exception",
    stack: `   at Portal.Internal.Controller.Invoke() in /src/internal/controller.cs:line ${status}`,
    hresult: -2146233088,
  };
  return json(status, { status: 1, statusCode: status, error });
}

/** The answer to a body or parameter of the wrong type: 400, and no `error` in it. */
export function typeError(field: string, message: string): Answer {
  const response = {
    title: "One or more validation errors occurred.",
    status: 400,
    errors: { [field]: [message] },
  };
  return json(400, { response, status: 1, statusCode: 400 });
}

/** What a filter before the controllers answers: a status and nothing else. */
export function emptyAnswer(status: number): Answer {
  return { status, headers: {}, body: "" };
}

/** What the checks of the portal's own state answer. */
export function problem(status: number, title: string): Answer {
  return {
    status,
    headers: { "content-type": "application/problem+json" },
    body: JSON.stringify({ title, status }),
  };
}

const EXCEPTION_TYPES = new Map([
  [400, "System.ArgumentException"],
  [402, "ASC.Core.Billing.BillingQuotaException"],
  [403, "System.Security.SecurityException"],
  [404, "System.IO.FileNotFoundException"],
]);

function json(status: number, value: unknown): Answer {
  return { status, headers: JSON_TYPE, body: JSON.stringify(value) };
}

function countOf(response: unknown): number {
  if (response === undefined) {
    return 0;
  }
  return Array.isArray(response) ? response.length : 1;
}
