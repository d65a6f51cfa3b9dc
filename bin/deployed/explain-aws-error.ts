import { printable } from "../terminal/printable";
import { AwsCallError } from "./aws-call-error";

/** In which situation an error came. */
export interface CallSituation {
  readonly region: string;
  /** Whose credentials are used, for people: `the profile "default"`. */
  readonly credentials: string;
  /** The IAM action that was needed, e.g. `sns:ListSubscriptionsByTopic`. */
  readonly permission: string;
}

const denied = /^(AccessDenied|AuthorizationError|UnauthorizedOperation|NotAuthorized)/;
const missing = /^(ResourceNotFound|NotFound)/;
const expired = /^(ExpiredToken|RequestExpired|TokenRefreshRequired)/;
const unknown =
  /^(InvalidClientTokenId|UnrecognizedClient|InvalidAccessKeyId|SignatureDoesNotMatch|InvalidSignature|IncompleteSignature|MissingAuthenticationToken|InvalidToken|AuthFailure)/;
const unreachable =
  /^(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EPIPE|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|ERR_TLS|TimeoutError|AbortError)/;
const provider = /(ProviderError|CredentialsError)$/;

const renew = "Renew them (aws sso login, or aws configure), or name another profile in AWS_PROFILE.";

/** Says what an error of the AWS SDK means. The words of an error may repeat what was sent, so they are used only where nothing secret was. */
export function explainAwsError(error: unknown, situation: CallSituation): AwsCallError {
  const { region, credentials, permission } = situation;
  const { codes, words } = readError(error);
  const is = (pattern: RegExp) => codes.some((code) => pattern.test(code));
  const [service = ""] = permission.split(":");
  if (is(provider)) return explainProvider(words, credentials);
  if (is(expired)) return new AwsCallError("credentials", `AWS says that ${credentials} has expired.`, renew);
  if (is(unknown))
    return new AwsCallError(
      "credentials",
      `AWS does not know the credentials of ${credentials}, or the region ${region} is not enabled in the account.`,
      renew,
    );
  if (is(denied))
    return new AwsCallError(
      "denied",
      `AWS does not let ${credentials} do ${permission} in ${region}.`,
      `Have the permission ${permission} granted, or name another profile in AWS_PROFILE.`,
    );
  if (is(missing)) return new AwsCallError("missing", `AWS does not find what was asked for: ${words}`, "");
  if (is(unreachable))
    return new AwsCallError(
      "unreachable",
      `AWS (${service} in ${region}) cannot be reached: ${describeSilence(codes.find((code) => unreachable.test(code)))}.`,
      `Is there a network (HTTPS_PROXY is not used), and is ${region} the name of a region?`,
    );
  return new AwsCallError(
    "failed",
    `AWS refused ${permission} in ${region}: ${codes[0]}${words === "" ? "" : `, ${words}`}`,
    "Try again in a minute.",
  );
}

function describeSilence(code = ""): string {
  return /^(Abort|Timeout)Error$/.test(code) ? "it did not answer in time" : code;
}

function explainProvider(words: string, credentials: string): AwsCallError {
  if (/sso/i.test(words) && /expired|invalid|not found|refresh/i.test(words))
    return new AwsCallError(
      "credentials",
      `The SSO session of ${credentials} has expired.`,
      `Log in again, then repeat the command: aws sso login${profileFlag()}`,
    );
  if (/from any providers/.test(words) && profileFlag() === "")
    return new AwsCallError(
      "credentials",
      "There are no AWS credentials on this machine.",
      "Set them up with aws configure or aws configure sso, or name a profile in AWS_PROFILE.",
    );
  return new AwsCallError(
    "credentials",
    `The credentials of ${credentials} cannot be had: ${words}`,
    "See that the profile exists (aws configure list-profiles) and works (aws sts get-caller-identity).",
  );
}

function profileFlag(): string {
  const profile = process.env.AWS_PROFILE ?? "";
  return profile === "" ? "" : ` --profile ${profile}`;
}

/** The names and codes of an error and of those behind it, and its own words. */
function readError(error: unknown): { readonly codes: readonly string[]; readonly words: string } {
  const codes: string[] = [];
  let current = error;
  for (let depth = 0; current instanceof Error && depth < 4; depth += 1) {
    if ("code" in current && typeof current.code === "string") codes.push(current.code);
    codes.push(current.name);
    const [inner] = current instanceof AggregateError ? current.errors : [];
    current = current.cause ?? inner;
  }
  return { codes, words: error instanceof Error ? printable(error.message) : printable(String(error)) };
}
