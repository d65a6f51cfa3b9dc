import { describeProgress } from "../../local/portal/job-slot";
import type { InvocationResult } from "../../local/runtime/invocation";
import type { RehearsedNight } from "./rehearse-night";

/** A text that a night has left somewhere. */
export interface Trace {
  readonly where: string;
  readonly text: string;
}

/** Everything that a night has left: log, mails, error or return value, and what was sent to AWS and to the portal. */
export function collectTraces({ night, rehearsal }: RehearsedNight): Trace[] {
  const { account, portal } = rehearsal;
  const logLines = account.logGroups.events.map(({ message }) => message);
  const awsRequests = account.calls.map(({ request }) => JSON.stringify(request));
  // Their records lack the Authorization header, where the key belongs, and the one request that is the link itself.
  const portalRequests = portal.requests
    .filter(({ path }) => path.startsWith("/api/"))
    .map(({ authorization: _, ...request }) => JSON.stringify(request));
  return [
    ...name("log", logLines),
    ...name(
      "mail subject",
      night.mails.map((mail) => mail.subject),
    ),
    ...name(
      "mail text",
      night.mails.map((mail) => mail.text ?? ""),
    ),
    ...name(
      "mail HTML",
      night.mails.map((mail) => mail.html ?? ""),
    ),
    ...name("mail", [JSON.stringify(night.mails)]),
    ...name("denial", night.denials),
    ...night.invocations.flatMap(describeInvocation),
    ...(night.end.kind === "undelivered" ? name("error", [night.end.cause.message]) : []),
    ...name("AWS request", awsRequests),
    ...name("portal request", portalRequests),
    ...name("deployment", [JSON.stringify(account.deployment)]),
  ];
}

function name(where: string, texts: readonly string[]): Trace[] {
  return texts.map((text) => ({ where, text }));
}

function describeInvocation(invocation: InvocationResult): Trace[] {
  return [
    ...name("log", invocation.logLines),
    ...(invocation.outcome === "succeeded"
      ? name("return value", [JSON.stringify(invocation.payload) ?? ""])
      : name("error", [`${invocation.errorType}: ${invocation.errorMessage}`])),
  ];
}

/** What nobody may read after a night, by what it is. */
export function collectSecrets({ rehearsal: { portal } }: RehearsedNight): Record<string, string> {
  const { state, job, url } = portal;
  const key = state.key.value;
  const link = job === undefined ? "" : readLink(describeProgress(state, job, url));
  const signature = /(?:auth|signature)=([^&]+)/.exec(link)?.[1] ?? "";
  const secrets = {
    "the key": key,
    "the key without its prefix": key.replace(/^sk-/, ""),
    "what signs links": state.linkSecret,
    "the download link": link,
    "the download link's signature": signature,
  };
  return Object.fromEntries(Object.entries(secrets).filter(([, secret]) => secret !== ""));
}

function readLink(progress: object): string {
  if ("link" in progress && typeof progress.link === "string") return progress.link;
  throw new Error("the portal's progress has no link");
}

/** Says which secret stands where, once for each pair: `the key in the log`. */
export function findSecrets(traces: readonly Trace[], secrets: Readonly<Record<string, string>>): string[] {
  const found = traces.flatMap(({ where, text }) =>
    Object.entries(secrets)
      .filter(([, secret]) => text.toLowerCase().includes(secret.toLowerCase()))
      .map(([what]) => `${what} in the ${where}`),
  );
  return [...new Set(found)];
}
