import { apiKeyPlaceholder } from "../../lambda/environment";

/** What can be made of a text that should be an API key. */
export type JudgedKey =
  | { readonly kind: "key"; readonly key: string }
  /** It may be a key, although it does not look like one. */
  | { readonly kind: "doubtful"; readonly key: string; readonly because: string }
  /** It cannot be one. */
  | { readonly kind: "refused"; readonly because: string };

const refusals: readonly { readonly of: RegExp; readonly because: string }[] = [
  { of: /^$/, because: "Nothing was entered." },
  { of: /[\r\n]/, because: "That is more than one line. Enter the key alone." },
  {
    of: /^authorization\s*:/i,
    because: 'That is a whole header. Enter the key alone, without "Authorization: Bearer".',
  },
  { of: /^bearer\b/i, because: 'Enter the key without the word "Bearer" before it.' },
  { of: /^[{["']/, because: "That is JSON, or stands in quotation marks. Enter the key alone." },
  {
    of: /^[a-z][a-z0-9+.-]*:\/\//i,
    because: "That is an address. Enter the key itself, which begins with sk-.",
  },
  { of: /\s/, because: "A key has no white space in it. Was something else pasted with it?" },
  { of: /[^\x21-\x7e]/, because: "A key has no letters beyond ASCII. Copy it again from the portal." },
];

const usual = /^sk-[0-9a-f]{64}$/i;

/** Judges what somebody has entered as an API key; white space around it, which a terminal adds easily, is dropped. */
export function judgeKey(entered: string): JudgedKey {
  const key = entered.trim();
  if (key === apiKeyPlaceholder)
    return {
      kind: "refused",
      because: "That is the placeholder, which stands for a key that is still to come.",
    };
  const refusal = refusals.find(({ of }) => of.test(key));
  if (refusal !== undefined) return { kind: "refused", because: refusal.because };
  if (usual.test(key)) return { kind: "key", key };
  const because = `It does not look like an API key of DocSpace, which is "sk-" and 64 letters and digits; this has ${key.length} characters.`;
  return { kind: "doubtful", key, because };
}
