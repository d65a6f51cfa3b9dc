import { escapeHtml } from "./escape-html";
import { statusStyle } from "./mail-status";

/** What the pages of inbox and gallery share. Both schemes are the browser's choice. */
const sharedStyle = `
  :root { color-scheme: light dark; font: 0.9375rem/1.5 system-ui, sans-serif;
    --line: light-dark(#d4d4d8, #3f3f46); --quiet: light-dark(#52525b, #b8b8c0); --chosen: light-dark(#e0ecff, #1e3a5f);
    --side: light-dark(#f4f4f5, #1c1c1f); --link: light-dark(#1d4ed8, #93c5fd); }
  * { box-sizing: border-box; }
  body { margin: 0; background: light-dark(#fff, #121214); color: light-dark(#18181b, #f4f4f5); }
  h1, h2 { margin: 0; line-height: 1.3; overflow-wrap: anywhere; }
  h1 { font-size: 1.125rem; }
  h2 { font-size: 1.25rem; }
  a { color: var(--link); }
  :focus-visible { outline: 2px solid var(--link); outline-offset: -2px; }
  iframe { border: 1px solid var(--line); border-radius: 0.375rem; background: Canvas; }
  pre { margin: 0; padding: 1rem; border: 1px solid var(--line); border-radius: 0.375rem; font-size: 0.8125rem;
    white-space: pre-wrap; overflow-wrap: anywhere; }
  .quiet { color: var(--quiet); font-size: 0.8125rem; }
`;

/** Renders a whole page. `style` and `body` are HTML, the title is text, and `policy` is written into the page itself. */
export function renderDocument(page: {
  readonly title: string;
  readonly style: string;
  readonly body: string;
  readonly policy?: string;
}): string {
  const policy = page.policy && `\n<meta http-equiv="content-security-policy" content="${page.policy}">`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">${policy ?? ""}
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(page.title)}</title>
<style>${sharedStyle}${statusStyle}${page.style}</style>
</head>
<body>
${page.body}
</body>
</html>
`;
}
