import { parseUrl } from "./parse-url";

/** The links into it stand in each report and in the descriptions of alarms. */
const maxLength = 150;

/** What JSON Schema can say of such an address. */
export const docsUrlForm = { pattern: "^https://[^\\s?#]+$", maxLength };

/**
 * Says what keeps a text from being an address below which the files of `docs/` can be read.
 * @returns a clause; undefined for an address that can be used
 */
export function complainAboutDocsUrl(text: string): string | undefined {
  const url = /^https:\/\/[^\s\p{Cc}]+$/u.test(text) ? parseUrl(text) : undefined;
  if (url === undefined) return "it is not a https:// address";
  if (url.username !== "" || url.password !== "") {
    return "it holds a user name or password, which each reader of a report would see";
  }
  if (url.search !== "" || url.hash !== "") return "it has a query or fragment; file names are put after it";
  return text.length > maxLength ? `it is longer than ${maxLength} characters` : undefined;
}
