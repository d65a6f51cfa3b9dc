import { explain } from "./causes";
import { formatDuration, formatSize } from "./format";
import type { Letter, Row, Section } from "./letter";
import type { Night } from "./nights";

const width = 78;
const indent = 2;

/** Only links may be longer than a line: broken ones lead nowhere. */
function splitWord(word: string, columns: number): string[] {
  if (word.includes("://")) return [word];
  return word.match(new RegExp(`.{1,${columns}}`, "gsu")) ?? [];
}

/** Breaks a paragraph into lines. */
function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ").flatMap((word) => splitWord(word, columns))) {
    if (line !== "" && line.length + 1 + word.length > columns) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}

function renderRows(rows: readonly Row[]): string[] {
  const left = indent + Math.max(...rows.map(({ label }) => label.length)) + 2;
  return rows.flatMap(({ label, value, href }) =>
    wrap(href ?? value, width - left).map(
      (line, index) => (" ".repeat(indent) + (index === 0 ? label : "")).padEnd(left) + line,
    ),
  );
}

const missing = { nothing: "-           no run", free: undefined, unknown: undefined };

/** A line for each day on which a run was due or came: `Mon 16 Feb  OK          4.2 GB in 6 min`. */
function renderNights(nights: readonly Night[]): string[] {
  return nights.flatMap(({ day, came }) => {
    const date = new Date(day).toUTCString().replace(",", "").slice(0, 10);
    if (typeof came === "string")
      return missing[came] ? `${" ".repeat(indent)}${date}  ${missing[came]}` : [];
    const { status, problem, sizeBytes, durationMs } = came;
    const size = sizeBytes === undefined ? [] : [formatSize(sizeBytes)];
    const duration = durationMs === undefined ? [] : [`in ${formatDuration(durationMs)}`];
    const words = problem ? explain(problem).short : [...size, ...duration].join(" ");
    return `${" ".repeat(indent)}${date}  ${status.padEnd(12)}${words}`.trimEnd();
  });
}

function renderSection(section: Section): string[] {
  const lines = section.kind === "rows" ? renderRows(section.rows) : renderNights(section.nights);
  return ["", section.title.toUpperCase(), ...lines];
}

/** The report as plain text in 78 columns. */
export function renderText(letter: Letter): string {
  return [
    ...wrap(`${letter.status}: ${letter.verdict}`, width),
    ...wrap(letter.brief, width),
    "",
    ...wrap(letter.todo, width),
    ...letter.sections.flatMap(renderSection),
    "",
    "-- ",
    ...letter.footer.flatMap((line) => wrap(line, width)),
    "",
  ].join("\n");
}
