/**
 * Parses an address; undefined for a text that is none. Not by `URL.canParse`: that of Node 20 refuses addresses with letters
 * such as ü once it has been called some thousand times.
 */
export function parseUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
