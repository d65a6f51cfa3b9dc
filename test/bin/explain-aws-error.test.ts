import { explainAwsError } from "../../bin/deployed/explain-aws-error";

const situation = {
  region: "eu-central-1",
  credentials: 'the profile "work"',
  permission: "sns:ListSubscriptionsByTopic",
};

function named(name: string, message = "words", more: object = {}): Error {
  return Object.assign(new Error(message), { name, ...more });
}

const sso =
  "The SSO session associated with this profile has expired. To refresh this SSO session run aws sso login.";

test.each([
  ["AccessDenied", named("AccessDenied"), "denied", "does not let the profile"],
  ["AccessDeniedException", named("AccessDeniedException"), "denied", "do sns:ListSubscriptionsByTopic"],
  ["SNS's own word for it", named("AuthorizationErrorException"), "denied", "eu-central-1"],
  ["a missing topic", named("NotFoundException"), "missing", "does not find"],
  ["an expired token", named("ExpiredTokenException"), "credentials", "has expired"],
  ["a key of nobody", named("UnrecognizedClientException"), "credentials", "does not know the credentials"],
  ["an expired SSO session", named("CredentialsProviderError", sso), "credentials", "The SSO session"],
  [
    "no credentials",
    named("CredentialsProviderError", "Could not load credentials from any providers"),
    "credentials",
    "There are no AWS credentials",
  ],
  [
    "a profile with MFA",
    named("CredentialsProviderError", "Profile x requires multi-factor authentication"),
    "credentials",
    "multi-factor",
  ],
  [
    "an unknown host",
    named("Error", "getaddrinfo", { code: "ENOTFOUND" }),
    "unreachable",
    "(sns in eu-central-1) cannot be reached: ENOTFOUND",
  ],
  ["a call that took too long", named("AbortError"), "unreachable", "did not answer in time"],
  [
    "both addresses refused",
    new AggregateError([named("Error", "", { code: "ECONNREFUSED" })], "x"),
    "unreachable",
    "ECONNREFUSED",
  ],
  [
    "what is hidden behind another error",
    named("Error", "x", { cause: named("Error", "", { code: "ECONNRESET" }) }),
    "unreachable",
    "",
  ],
  [
    "anything else",
    named("ThrottlingException", "Rate\u001b exceeded"),
    "failed",
    "ThrottlingException, Rate exceeded",
  ],
  ["what is no error", "odd", "failed", "refused sns:ListSubscriptionsByTopic"],
])("%s is explained in one sentence, with a cure", (_what, error, problem, words) => {
  const explained = explainAwsError(error, situation);
  expect(explained.problem).toBe(problem);
  expect(explained.says).toContain(words);
  expect(explained.says).not.toContain("\n");
  if (problem !== "missing") expect(explained.next).not.toBe("");
});
