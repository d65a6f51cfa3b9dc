/** The longest piece of somebody else's text that goes into a report or a log, in characters. */
export const maxQuoteLength = 500;

/** More than enough to fill a quote; a portal may answer with megabytes. */
export const consideredLength = 3_000;

const apiKeys = /\bsk-[0-9a-z]{6,}|sk-[0-9a-f]{16,}/gi;
/**
 * A query string can carry the signature that opens a backup to anybody. What is before it is looked at from its question mark
 * alone: from each character it would be the square of a text's length, which a portal could make the function spend.
 */
const queryStrings = /\?(?<=:\/\/[^\s"'<>?]*\?)[^\s"'<>]*|\?[^\s"'<>]*=[^\s"'<>]*/g;
/** Name and password in a link. */
const credentials = /(?<=:\/\/)[^\s"'<>/@]*@/g;
/** Control characters, and the invisible ones that hide or turn round the text beside them. */
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}\p{Cs}]+/gu;

/**
 * Makes text from outside (a portal's message, an error of a library) safe to repeat: one line, at most
 * {@link maxQuoteLength} characters, no control or bidirectional characters, no API key, no query string or password of a link.
 * Escaping for HTML remains the renderer's work.
 */
export function quote(text: string): string {
  const line = text
    .slice(0, consideredLength)
    .replace(invisible, " ")
    .replace(apiKeys, "[key removed]")
    .replace(credentials, "[removed]@")
    .replace(queryStrings, "?[removed]")
    .replace(/\s+/g, " ")
    .trim();
  return line.length <= maxQuoteLength ? line : `${line.slice(0, maxQuoteLength - 1).trimEnd()}…`;
}

/**
 * What an error says, as a quote, with the causes behind it: fetch hides the interesting part in `cause`, and that of several
 * addresses in the first of several errors.
 */
export function describeError(error: unknown): string {
  const words: string[] = [];
  for (let current = error; current !== undefined && words.length < 4; ) {
    if (!(current instanceof Error)) {
      words.push(String(current));
      break;
    }
    words.push(current.message === "" ? current.name : current.message);
    current = current instanceof AggregateError ? current.errors[0] : current.cause;
  }
  return quote([...new Set(words)].join(": "));
}
