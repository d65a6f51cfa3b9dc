import type { Protocol, WireResponse } from "./protocol";

const CONTENT_TYPE = "application/json";

/** AWS REST JSON 1, which EventBridge Scheduler speaks. @see https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html */
export const restJsonProtocol: Protocol = {
  refusals: {
    unsigned: { code: "MissingAuthenticationTokenException", status: 403 },
    "unknown-key": { code: "UnrecognizedClientException", status: 403 },
    "bad-signature": { code: "InvalidSignatureException", status: 403 },
    "access-denied": { code: "AccessDeniedException", status: 403 },
    throttled: { code: "ThrottlingException", status: 429 },
    "no-stand-in": { code: "UnknownOperationException", status: 404 },
    "broken-stand-in": { code: "InternalServerException", status: 500 },
  },
  renderError: ({ code, message, status }) => ({
    status,
    contentType: CONTENT_TYPE,
    headers: { "x-amzn-errortype": code },
    body: JSON.stringify({ Message: message }),
  }),
};

export function answerRestJson(body: object): WireResponse {
  return { status: 200, contentType: CONTENT_TYPE, body: JSON.stringify(body) };
}
