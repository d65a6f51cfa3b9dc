import type { InvocationResult } from "../../local/runtime/invocation";
import type { RehearsedNight } from "../rehearsal/rehearse-night";

/** What a night looked like from outside, without what is another each time: moments, ids, how often was looked. */
export interface NightShape {
  readonly subjects: readonly string[];
  /** How each of its invocations ended, each way told once. */
  readonly ends: readonly string[];
  /** What kinds of lines were logged. */
  readonly lines: readonly string[];
}

export function describeNight({ night }: RehearsedNight): NightShape {
  return {
    subjects: night.mails.map(({ subject }) => withoutNumbers(subject)),
    ...describeInvocations(night.invocations),
  };
}

export function describeInvocations(invocations: readonly InvocationResult[]): Omit<NightShape, "subjects"> {
  return {
    ends: distinct(invocations.map(describeEnd)),
    lines: distinct(invocations.flatMap(({ logLines }) => logLines).map(describeLine)).filter(isOfInterest),
  };
}

/** What Node prints of an error that nobody catches is told once: the place where it is printed differs with the client. */
function isOfInterest(line: string): boolean {
  return !/^- \/|^\s+(at |\^|triggerUncaughtException)|^(node|file):|^\s*throw /.test(line);
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort();
}

/** What is the same in other words or at another place: the advice on callbacks, and whose client looked for a module. */
function withoutClient(text: string): string {
  return text
    .replace(
      /index\.handler takes a callback: it must be async\.|ERROR: AWS Lambda has removed .*/g,
      "<advice>",
    )
    .replace(/(?<=Require stack:\s- )\S+/g, "<client>");
}

function withoutNumbers(text: string): string {
  return withoutClient(text)
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "<id>")
    .replace(/[0-9a-f]{32}/g, "<stream>")
    .replace(/…[0-9a-f]{4}\b/g, "…<key>")
    .replace(/[0-9A-F]+(?=:error:)/g, "<thread>")
    .replace(/rehearsal-lambda-\w+/g, "<directory>")
    .replace(/\d+(\.\d+)?( (s|min|h)\b)?/g, "#");
}

function describeEnd(result: InvocationResult): string {
  return result.outcome === "failed"
    ? withoutNumbers(`${result.errorType}: ${result.errorMessage}`)
    : describeValue(result.payload);
}

/** A line that is JSON by its fields, what they hold and how they follow one another; another one by its words. */
function describeLine(line: string): string {
  try {
    return describeValue(JSON.parse(line));
  } catch {
    return withoutNumbers(line);
  }
}

/** A stack is not looked into: whose client called the function shows there, and must. */
function describeValue(value: unknown, name = ""): string {
  if (name === "stackTrace") return Array.isArray(value) ? "a stack" : typeof value;
  if (Array.isArray(value)) return `[${distinct(value.map((item) => describeValue(item)))}]`;
  if (typeof value === "string") return JSON.stringify(withoutNumbers(value));
  if (typeof value !== "object" || value === null) return typeof value;
  return `{${Object.entries(value).map(([field, one]) => `${field}: ${describeValue(one, field)}`)}}`;
}
