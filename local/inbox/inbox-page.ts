import type { SentMail } from "../aws/ses";

/** Makes text harmless in HTML, in content and in quoted attributes. */
function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

const style = `
  :root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
  body { max-width: 60rem; margin: 0 auto; padding: 1rem; }
  dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 1rem; }
  dt { opacity: 0.7; }
  dd { margin: 0; overflow-wrap: anywhere; }
  iframe { width: 100%; height: 46rem; border: 1px solid #8888; border-radius: 4px; background: Canvas; }
  pre { overflow-x: auto; padding: 1rem; border: 1px solid #8888; border-radius: 4px; }
`;

function renderMail(mail: SentMail, index: number): string {
  const headers = [
    ["From", mail.from],
    ["To", mail.to.join(", ")],
    ["Date", new Date(mail.atMs).toUTCString()],
    ["Message id", mail.messageId],
  ].map(([name = "", value = ""]) => `<dt>${name}</dt><dd>${escapeHtml(value)}</dd>`);
  return `<article>
<h2>${escapeHtml(mail.subject)}</h2>
<dl>${headers.join("")}</dl>
<h3>HTML part</h3>
<iframe sandbox src="/${index}.html" title="HTML part of the mail"></iframe>
<h3>Text part</h3>
<pre>${escapeHtml(mail.text ?? "(none)")}</pre>
</article>`;
}

/** The page that shows what the administrator would have got, the newest mail first. */
export function renderInbox(mails: readonly SentMail[]): string {
  const articles = mails.map(renderMail).reverse();
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Rehearsal inbox</title>
<style>${style}</style>
</head>
<body>
<h1>Rehearsal inbox</h1>
${articles.join("\n") || "<p>No mail has come. What the function did is in the terminal.</p>"}
</body>
</html>
`;
}
