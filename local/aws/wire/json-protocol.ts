import { ServiceError, type ServiceRequest } from "../service";
import type { Protocol, WireResponse } from "./protocol";

const CONTENT_TYPE = "application/x-amz-json-1.1";

/** AWS JSON 1.1, which Secrets Manager speaks. @see https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html */
export const jsonProtocol: Protocol = {
  refusals: {
    unsigned: { code: "MissingAuthenticationTokenException", status: 400 },
    "unknown-key": { code: "UnrecognizedClientException", status: 400 },
    "bad-signature": { code: "InvalidSignatureException", status: 400 },
    "access-denied": { code: "AccessDeniedException", status: 400 },
    throttled: { code: "ThrottlingException", status: 400 },
    "no-stand-in": { code: "UnknownOperationException", status: 400 },
    "broken-stand-in": { code: "InternalServiceError", status: 500 },
  },
  renderError: ({ code, message, status }) => ({
    status,
    contentType: CONTENT_TYPE,
    body: JSON.stringify({ __type: code, Message: message, message }),
  }),
};

/** The operation that a request asks for: what follows the service's prefix in its target header. */
export function readJsonOperation(request: ServiceRequest): string {
  return request.headers["x-amz-target"]?.split(".").at(-1) ?? "";
}

/**
 * Reads a request's body.
 *
 * @throws ServiceError SerializationException if it is no JSON
 */
export function readJsonBody(request: ServiceRequest): unknown {
  try {
    return JSON.parse(request.body);
  } catch {
    throw new ServiceError("SerializationException", "The request's body is no JSON.");
  }
}

export function answerJson(body: object): WireResponse {
  return { status: 200, contentType: CONTENT_TYPE, body: JSON.stringify(body) };
}
