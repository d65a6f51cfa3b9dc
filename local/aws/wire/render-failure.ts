import { RefusedRequest } from "../authentication";
import { AccessDenied } from "../iam";
import { ServiceError } from "../service";
import type { Protocol, Refusal, WireResponse } from "./protocol";

/** Says in a protocol's words what kept a request from being answered. */
export function renderFailure(protocol: Protocol, requestId: string, cause: unknown): WireResponse {
  if (cause instanceof ServiceError)
    return protocol.renderError({
      code: cause.code,
      message: cause.message,
      status: cause.status,
      requestId,
    });
  const message = cause instanceof Error ? cause.message : String(cause);
  return protocol.renderError({ ...protocol.refusals[refusalOf(cause)], message, requestId });
}

function refusalOf(cause: unknown): Refusal {
  if (cause instanceof RefusedRequest) return cause.refusal;
  return cause instanceof AccessDenied ? "access-denied" : "broken-stand-in";
}
