import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A mail as it was read and approved. */
export interface GoldenMail {
  /** Of its files, without their endings. */
  readonly name: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

function readGoldenMail(directory: string, name: string): GoldenMail {
  const textPath = join(directory, `${name}.txt`);
  const [, subject, text] = /^Subject: ([^\n]*)\n\n(.*)$/s.exec(readFileSync(textPath, "utf8")) ?? [];
  if (subject === undefined || text === undefined)
    throw new Error(
      `${textPath} is no golden mail: expected a line "Subject: …", an empty one, and the text.`,
    );
  return { name, subject, text, html: readFileSync(join(directory, `${name}.html`), "utf8") };
}

/**
 * Reads the golden mails: for each a `.txt`, whose first line is the subject, and a `.html`.
 * @returns by name
 * @throws Error if there are none, or one lacks a part
 */
export function readGoldenMails(directory: string): GoldenMail[] {
  const names = readdirSync(directory)
    .map((file) => file.replace(/\.(?:html|txt)$/, ""))
    .sort();
  if (names.length === 0)
    throw new Error(`${directory} holds no golden mails. To write them: UPDATE_GOLDEN=1 npm test`);
  return [...new Set(names)].map((name) => readGoldenMail(directory, name));
}
