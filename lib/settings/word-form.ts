/** How JSON Schema tells a text that has some forms of its own, of which an editor is to offer the best ones. */
export type WordForm = {
  readonly anyOf: readonly [{ readonly enum: readonly string[] }, { readonly pattern: string }];
};

/** @returns a regular expression for any of some words in any case: JSON Schema has no flag for that */
function ignoreCase(words: readonly string[]): string {
  const letters = (word: string) =>
    word.replace(/[a-z]/gi, (letter) => `[${letter.toUpperCase()}${letter.toLowerCase()}]`);
  return `(${words.map(letters).join("|")})`;
}

/** Describes words that count in any case. */
export function describeWords(words: readonly string[], others: readonly string[] = []): WordForm {
  return { anyOf: [{ enum: words }, { pattern: `^${ignoreCase([...words, ...others])}$` }] };
}

/** Describes a text with some such words, separated by commas. */
export function describeWordList(words: readonly string[]): { readonly pattern: string } {
  const word = ignoreCase(words);
  return { pattern: `^${word}( *, *${word})*$` };
}
