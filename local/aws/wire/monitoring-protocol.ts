import { jsonProtocol } from "./json-protocol";
import type { Protocol, WireResponse } from "./protocol";

const CONTENT_TYPE = "application/x-amz-json-1.0";

/**
 * AWS JSON 1.0 as CloudWatch speaks it: errors carry the code of its older query protocol in a header.
 *
 * @see https://smithy.io/2.0/aws/protocols/aws-query-protocol.html#awsquerycompatible-trait
 */
export const monitoringProtocol: Protocol = {
  refusals: { ...jsonProtocol.refusals, "access-denied": { code: "AccessDenied", status: 403 } },
  renderError: ({ code, message, status }) => ({
    status,
    contentType: CONTENT_TYPE,
    headers: { "x-amzn-query-error": `${code};${status < 500 ? "Sender" : "Receiver"}` },
    body: JSON.stringify({ __type: code, message }),
  }),
};

export function answerMonitoring(body: object): WireResponse {
  return { status: 200, contentType: CONTENT_TYPE, body: JSON.stringify(body) };
}
