import type { Status } from "../run/outcome";
import { formatSize } from "./format";
import type { Letter, Row, Section } from "./letter";
import { type Html, html } from "./markup";
import type { Night } from "./nights";
import { darkStyle, marks, styles } from "./style";

function renderValue({ value, href }: Row): Html {
  return href === undefined
    ? html`${value}`
    : html`<a class="link" href="${href}" style="${styles.link}">${value}</a>`;
}

function renderRow(row: Row): Html {
  return html`<tr><th scope="row" class="muted" align="left" valign="top" width="32%" style="${styles.label}">${row.label}</th><td valign="top" style="${styles.value}">${renderValue(row)}</td></tr>`;
}

/** What a cell says under its mark, where there is no size to tell. */
const words: Record<keyof typeof marks, string> = {
  OK: "verified",
  WARNING: "verified",
  FAILED: "failed",
  UNVERIFIED: "not known",
  nothing: "no run",
  free: "",
  unknown: "",
};

function renderNight(night: Night): Html {
  const { came } = night;
  const kind = typeof came === "string" ? came : came.status;
  const sizeBytes = typeof came === "string" ? undefined : came.sizeBytes;
  const { mark, tint, name } = marks[kind];
  const date = new Date(night.day).toUTCString();
  return html`<td class="${name}" align="center" valign="top" width="14%" style="${styles.night};${tint}">${date.slice(0, 3)} ${`${Number(date.slice(5, 7))}`}<br><strong style="${styles.mark}">${mark}</strong><br>${sizeBytes === undefined ? words[kind] : formatSize(sizeBytes)}</td>`;
}

/** Two weeks, one under the other; the first one only if anything is known of it. */
function renderNights(nights: readonly Night[]): Html {
  const weeks = [nights.slice(0, 7), nights.slice(7)]
    .filter((week) => week.some(({ came }) => came !== "unknown"))
    .map((week) => html`<tr>${week.map(renderNight)}</tr>`);
  return html`<table role="presentation" width="100%" cellpadding="0" cellspacing="3" border="0" style="${styles.nights}">
${weeks}
</table>
<p class="muted" style="${styles.small}">\u2713 verified, ! verified with a warning, \u2717 failed, ? not known, \u2013 no run, \u00b7 none due</p>`;
}

function renderSection(section: Section): Html {
  const content =
    section.kind === "nights"
      ? renderNights(section.nights)
      : html`<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="${styles.rows}">
${section.rows.map(renderRow)}
</table>`;
  return html`<h2 class="line" style="${styles.title}">${section.title}</h2>
${content}`;
}

function renderStatus(status: Status): Html {
  const { mark, tint, name } = marks[status];
  return html`<p class="${name}" style="${styles.status};${tint}">${mark} ${status}</p>`;
}

/** The report as an HTML page: tables and inline styles, no script, nothing from elsewhere. */
export function renderHtml(subject: string, letter: Letter): string {
  const { name, tint } = marks[letter.status];
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${subject}</title>
<style>${darkStyle}</style>
</head>
<body class="page" style="${styles.body}">
<table class="page" role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="${styles.page}">
<tr><td align="center" style="padding:16px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="${styles.letter}">
<tr><td align="left">
${renderStatus(letter.status)}
<p class="muted" style="${styles.about}">${letter.about}</p>
<h1 style="${styles.verdict}">${letter.verdict}</h1>
<p style="${styles.brief}">${letter.brief}</p>
<p class="${name}" style="${styles.todo};${tint}">${letter.todo}</p>
${letter.sections.map(renderSection)}
${letter.footer.map((line) => html`<p class="muted" style="${styles.small}">${line}</p>`)}
</td></tr>
</table>
</td></tr>
</table>
</body>
</html>
`.toString();
}
