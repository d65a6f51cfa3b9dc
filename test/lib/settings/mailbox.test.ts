import { formatMailbox } from "../../../lib/settings/mailbox";

/** What a mail program makes of encoded words. */
function decode(header: string): string {
  const words = header.matchAll(/=\?UTF-8\?B\?([A-Za-z0-9+/=]*)\?=/g);
  return [...words].map(([, base64 = ""]) => Buffer.from(base64, "base64").toString()).join("");
}

test("a name of plain words is written as it is", () => {
  expect(formatMailbox("DocSpace backup acme-2", "b@example.com")).toBe(
    "DocSpace backup acme-2 <b@example.com>",
  );
});

test.each([
  "Sicherung Büro",
  "Doe, Jane",
  'the "office"',
  "a <b>",
  "Бэкап ".repeat(10),
  "\u{1F4BE}".repeat(30),
])(
  "the name %s is written in encoded words of at most 75 characters, from which it can be read again",
  (name) => {
    const header = formatMailbox(name, "b@example.com");
    expect(header).toMatch(/^[\x20-\x7e]+ <b@example\.com>$/);
    const words = header.split(" ").slice(0, -1);
    expect(words.filter((word) => word.length > 75 || decode(word).includes("\ufffd"))).toEqual([]);
    expect(decode(header)).toBe(name);
  },
);
