import { createHash, createHmac, timingSafeEqual } from "node:crypto";

/** A request as it came over the wire. */
export interface SignedRequest {
  readonly method: string;
  /** As sent, escapes included. */
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** What an `Authorization` header says. */
export interface Authorization {
  readonly accessKeyId: string;
  /** `20260301` */
  readonly date: string;
  readonly region: string;
  /** The service that the request was signed for. */
  readonly service: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

const HEADER =
  /^AWS4-HMAC-SHA256 Credential=(?<accessKeyId>[^/]+)\/(?<date>\d{8})\/(?<region>[^/]+)\/(?<service>[^/]+)\/aws4_request, ?SignedHeaders=(?<signedHeaders>[^,]+), ?Signature=(?<signature>[0-9a-f]{64})$/;

/** Reads a Signature Version 4 `Authorization` header; undefined if it is not one. */
export function parseAuthorization(header: string): Authorization | undefined {
  const groups = HEADER.exec(header)?.groups;
  if (groups === undefined) return undefined;
  const {
    accessKeyId = "",
    date = "",
    region = "",
    service = "",
    signedHeaders = "",
    signature = "",
  } = groups;
  return { accessKeyId, date, region, service, signedHeaders: signedHeaders.split(";"), signature };
}

/**
 * Tells whether a request was signed with this secret and arrived as it was signed.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function isSignatureValid(
  request: SignedRequest,
  authorization: Authorization,
  secretAccessKey: string,
): boolean {
  const { date, region, service, signedHeaders, signature } = authorization;
  const scope = [date, region, service, "aws4_request"];
  const text = [
    "AWS4-HMAC-SHA256",
    request.headers["x-amz-date"] ?? "",
    scope.join("/"),
    sha256(canonicalRequest(request, signedHeaders)),
  ].join("\n");
  const key = scope.reduce(hmac, Buffer.from(`AWS4${secretAccessKey}`));
  return timingSafeEqual(hmac(key, text), Buffer.from(signature, "hex"));
}

function canonicalRequest(request: SignedRequest, signedHeaders: readonly string[]): string {
  const headers = signedHeaders.map((name) => {
    const value = request.headers[name] ?? "";
    return `${name}:${value.trim().replaceAll(/\s+/g, " ")}\n`;
  });
  const query = [...new URLSearchParams(request.query)]
    .map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`)
    .sort();
  return [
    request.method,
    request.path.split("/").map(percentEncode).join("/"),
    query.join("&"),
    headers.join(""),
    signedHeaders.join(";"),
    sha256(request.body),
  ].join("\n");
}

/** Percent-encoding by RFC 3986, which is stricter than JavaScript's. */
function percentEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function sha256(data: string | Buffer): string {
  return createHash("sha256").update(data).digest("hex");
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}
