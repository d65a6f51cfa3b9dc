import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const directory = join(__dirname, "../../docs");

/** A part of a page below docs/, such as `reliability.md`, that a command writes: what stands between two comments. */
function findPart(page: string, name: string) {
  const file = join(directory, page);
  const text = readFileSync(file, "utf8");
  const [begin, end] = [`<!-- begin: ${name} -->\n`, `<!-- end: ${name} -->\n`];
  const from = text.indexOf(begin) + begin.length;
  const to = text.indexOf(end);
  if (from < begin.length || to < from) throw new Error(`docs/${page} has no part "${name}": ${begin}${end}`);
  return { file, before: text.slice(0, from), part: text.slice(from, to), after: text.slice(to) };
}

/** Puts what a command found in the place of what the page says. */
export function writePart(page: string, name: string, part: string): void {
  const { file, before, after } = findPart(page, name);
  writeFileSync(file, `${before}${part}${after}`);
}

/** Compares what a test found with what the page says; with `UPDATE_DOCS=1` the page says what was found. */
export function expectPart(page: string, name: string, part: string): void {
  if (process.env.UPDATE_DOCS === "1") writePart(page, name, part);
  expect(part).toBe(findPart(page, name).part);
}
