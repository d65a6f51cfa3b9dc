import type { Session, SessionStore } from "./sessions";
import type { Refusal } from "./wire/protocol";
import {
  type Authorization,
  isSignatureValid,
  parseAuthorization,
  type SignedRequest,
} from "./wire/signature";

/** A refusal that is not a service's own. */
export class RefusedRequest extends Error {
  override readonly name = "RefusedRequest";

  constructor(
    readonly refusal: Refusal,
    message: string,
  ) {
    super(message);
  }
}

const MAX_CLOCK_SKEW_MS = 5 * 60_000;

/**
 * Reads what a request says about who signed it, and for which service.
 *
 * @param header the `Authorization` header, if there is one
 * @throws RefusedRequest if it is not signed, or not in the way that AWS wants
 */
export function readAuthorization(header: string | undefined): Authorization {
  if (header === undefined) throw new RefusedRequest("unsigned", "Missing Authentication Token");
  const authorization = parseAuthorization(header);
  if (authorization === undefined)
    throw new RefusedRequest("bad-signature", "The Authorization header is not of Signature Version 4.");
  return authorization;
}

/**
 * Finds out whose request this is.
 *
 * @throws RefusedRequest if nobody has that key, or the request is old or not the one that was signed
 */
export function authenticate(
  signed: SignedRequest,
  authorization: Authorization,
  { sessions, nowMs }: { readonly sessions: SessionStore; readonly nowMs: number },
): Session {
  const session = sessions.find(authorization.accessKeyId);
  if (session === undefined || signed.headers["x-amz-security-token"] !== session.credentials.sessionToken)
    throw new RefusedRequest("unknown-key", "The security token included in the request is invalid.");
  if (!isFresh(signed, nowMs))
    throw new RefusedRequest("bad-signature", `Signature expired: ${signed.headers["x-amz-date"]}`);
  if (!isSignatureValid(signed, authorization, session.credentials.secretAccessKey))
    throw new RefusedRequest("bad-signature", "The request signature we calculated does not match yours.");
  return session;
}

/** Tells whether `X-Amz-Date`, e.g. `20260301T023000Z`, is near the present; a missing or odd one is not. */
function isFresh({ headers }: SignedRequest, nowMs: number): boolean {
  const iso = headers["x-amz-date"]?.replace(
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/,
    "$1-$2-$3T$4:$5:$6Z",
  );
  return iso !== undefined && Math.abs(Date.parse(iso) - nowMs) <= MAX_CLOCK_SKEW_MS;
}
