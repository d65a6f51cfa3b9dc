import type { Letter, Section } from "./letter";

const width = 78;
const indent = 2;

/** Breaks a paragraph into lines; a word that is longer than a line (a link) stays whole. */
function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > columns) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}

function renderSection({ title, rows }: Section): string[] {
  const labelWidth = Math.max(...rows.map(({ label }) => label.length)) + 2;
  const narrow = labelWidth > 30;
  return [
    title.toUpperCase(),
    ...rows.flatMap(({ label, value }) => {
      const left = narrow ? indent * 2 : indent + labelWidth;
      const lead = " ".repeat(indent) + label;
      const lines = wrap(value, width - left);
      if (narrow) return [`${lead}:`, ...lines.map((line) => " ".repeat(left) + line)];
      return lines.map((line, index) => (index === 0 ? lead : "").padEnd(left) + line);
    }),
  ];
}

/** The report as plain text in 78 columns. */
export function renderText(letter: Letter): string {
  return [
    ...wrap(`${letter.status}: ${letter.verdict}`, width),
    "",
    ...wrap(letter.todo, width),
    ...letter.sections.flatMap((section) => ["", ...renderSection(section)]),
    "",
    "-- ",
    ...letter.footer.flatMap((line) => wrap(line, width)),
    "",
  ].join("\n");
}
