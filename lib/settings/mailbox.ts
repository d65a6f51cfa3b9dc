/** The longest name of a sender, in bytes of UTF-8: Latin letters have one, others two or three. */
export const maxSenderNameBytes = 60;

/** Each encoded word may have 75 characters, of which 63 remain for base64: 45 bytes. */
const wordBytes = 45;

/** What the header of a mail can hold as it is: words of letters, digits and a few marks. */
const plain = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+$/;

function encodeWords(name: string): string {
  const words: string[] = [];
  let word = "";
  for (const character of name) {
    if (Buffer.byteLength(word + character) > wordBytes) {
      words.push(word);
      word = "";
    }
    word += character;
  }
  return [...words, word].map((text) => `=?UTF-8?B?${Buffer.from(text).toString("base64")}?=`).join(" ");
}

/**
 * Writes an address with the name that mail programs show in its place, in ASCII as SES demands:
 * `DocSpace backup <backup@example.com>`.
 * @see https://www.rfc-editor.org/rfc/rfc2047 on names of other characters
 */
export function formatMailbox(name: string, address: string): string {
  return `${plain.test(name) ? name : encodeWords(name)} <${address}>`;
}
