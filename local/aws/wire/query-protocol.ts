import type { Protocol, WireResponse } from "./protocol";

const CONTENT_TYPE = "text/xml";

/** AWS Query, forms in and XML out, which SES v1 speaks. @see https://smithy.io/2.0/aws/protocols/aws-query-protocol.html */
export const queryProtocol: Protocol = {
  refusals: {
    unsigned: { code: "MissingAuthenticationToken", status: 403 },
    "unknown-key": { code: "InvalidClientTokenId", status: 403 },
    "bad-signature": { code: "SignatureDoesNotMatch", status: 403 },
    "access-denied": { code: "AccessDenied", status: 403 },
    throttled: { code: "Throttling", status: 400 },
    "no-stand-in": { code: "InvalidAction", status: 400 },
    "broken-stand-in": { code: "InternalFailure", status: 500 },
  },
  renderError: ({ code, message, status, requestId }) => ({
    status,
    contentType: CONTENT_TYPE,
    body:
      `<ErrorResponse><Error><Type>${status < 500 ? "Sender" : "Receiver"}</Type><Code>${escapeXml(code)}</Code>` +
      `<Message>${escapeXml(message)}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
  }),
};

/** A list in a form: `<prefix>.member.1`, `<prefix>.member.2`, … */
export function readMembers(form: URLSearchParams, prefix: string): string[] {
  const members: string[] = [];
  for (let index = 1; ; index += 1) {
    const member = form.get(`${prefix}.member.${index}`);
    if (member === null) return members;
    members.push(member);
  }
}

/** Answers an operation with the fields of its result. */
export function answerXml(
  operation: string,
  requestId: string,
  fields: Readonly<Record<string, string>>,
): WireResponse {
  const result = Object.entries(fields).map(([name, value]) => `<${name}>${escapeXml(value)}</${name}>`);
  return {
    status: 200,
    contentType: CONTENT_TYPE,
    body:
      `<${operation}Response><${operation}Result>${result.join("")}</${operation}Result>` +
      `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${operation}Response>`,
  };
}

function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
