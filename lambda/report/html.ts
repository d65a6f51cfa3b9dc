import type { Letter, Section } from "./letter";

/** Makes text harmless in HTML, in content and in quoted attributes. */
function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

const colours: Record<Letter["status"], string> = {
  OK: "#166534",
  WARNING: "#854d0e",
  FAILED: "#991b1b",
  UNVERIFIED: "#6b21a8",
};

const font = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";

function renderSection({ title, rows }: Section): string {
  const cells = rows.map(
    ({ label, value }) =>
      `<tr><th scope="row" align="left" valign="top" style="padding:3px 16px 3px 0;font-weight:normal;color:#6b7280">${escapeHtml(label)}</th>` +
      `<td valign="top" style="padding:3px 0;word-break:break-word">${escapeHtml(value)}</td></tr>`,
  );
  return (
    `<h2 style="margin:24px 0 6px;font-size:16px">${escapeHtml(title)}</h2>\n` +
    `<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="font-size:14px;line-height:1.4">\n${cells.join("\n")}\n</table>`
  );
}

/** The report as an HTML page: tables and inline styles, no script, nothing from elsewhere. */
export function renderHtml(subject: string, letter: Letter): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(subject)}</title>
</head>
<body style="margin:0;padding:16px;${font}">
<table role="presentation" cellpadding="0" cellspacing="0" border="0" width="100%" style="max-width:640px;margin:0 auto">
<tr><td>
<p style="display:inline-block;margin:0 0 12px;padding:4px 12px;border-radius:4px;font-weight:bold;color:#ffffff;background-color:${colours[letter.status]}">${letter.status}</p>
<h1 style="margin:0 0 8px;font-size:20px;line-height:1.3">${escapeHtml(letter.verdict)}</h1>
<p style="margin:0;font-size:16px;line-height:1.4">${escapeHtml(letter.todo)}</p>
${letter.sections.map(renderSection).join("\n")}
<p style="margin:24px 0 0;font-size:12px;line-height:1.4;color:#6b7280">${letter.footer.map(escapeHtml).join("<br>")}</p>
</td></tr>
</table>
</body>
</html>
`;
}
