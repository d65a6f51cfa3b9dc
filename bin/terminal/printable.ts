/** Control characters, and the invisible ones that hide or turn round the text beside them. */
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;

/** Makes text from outside safe for a terminal: one line, nothing that moves the cursor or colours what follows. */
export function printable(text: string): string {
  return text.replace(invisible, " ").replace(/\s+/g, " ").trim();
}
