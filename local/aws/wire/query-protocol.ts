import type { ServiceRequest } from "../service";
import type { Protocol, WireResponse } from "./protocol";

const CONTENT_TYPE = "text/xml";

/** AWS Query, forms in and XML out, which SES v1, SNS and CloudFormation speak. @see https://smithy.io/2.0/aws/protocols/aws-query-protocol.html */
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

/** The operation that a request asks for. */
export function readQueryOperation({ body }: ServiceRequest): string {
  return new URLSearchParams(body).get("Action") ?? "";
}

/** A value of a result: a text, a list of such values, or a structure of them. */
export type XmlValue = string | readonly XmlValue[] | { readonly [name: string]: XmlValue };

/** Answers an operation with the fields of its result. */
export function answerXml(
  operation: string,
  requestId: string,
  fields: Readonly<Record<string, XmlValue>>,
): WireResponse {
  return {
    status: 200,
    contentType: CONTENT_TYPE,
    body:
      `<${operation}Response><${operation}Result>${renderXml(fields)}</${operation}Result>` +
      `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${operation}Response>`,
  };
}

function renderXml(value: XmlValue): string {
  if (typeof value === "string") return escapeXml(value);
  const children = isList(value) ? value.map((member) => ["member", member] as const) : Object.entries(value);
  return children.map(([name, child]) => `<${name}>${renderXml(child)}</${name}>`).join("");
}

function isList(value: XmlValue): value is readonly XmlValue[] {
  return Array.isArray(value);
}

function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
