import { renderDocument } from "../inbox/document";
import { escapeHtml } from "../inbox/escape-html";
import { renderStatus, splitSubject } from "../inbox/mail-status";
import type { GoldenMail } from "./golden-mails";

/** The frames inherit this from the page: a mail may load, run and send nothing, and lead nowhere. */
const policy =
  "default-src 'none'; style-src 'unsafe-inline'; frame-src 'none'; base-uri 'none'; form-action 'none'";

const style = `
  header, section { padding: 1rem; }
  header { background: var(--side); border-bottom: 1px solid var(--line); }
  header ul { list-style: none; margin: 0.75rem 0; padding: 0; }
  section { border-bottom: 1px solid var(--line); }
  .parts { display: flex; flex-wrap: wrap; gap: 1rem; margin-top: 0.75rem; }
  figure { margin: 0; max-width: 100%; }
  iframe { display: block; height: 64rem; max-width: 100%; }
  .phone { width: 390px; }
  .desk { width: 720px; }
  pre { max-width: 100%; width: 44rem; }
`;

function renderSubject(subject: string): string {
  const { status, rest } = splitSubject(subject);
  return `${status === undefined ? "" : renderStatus(status)} ${escapeHtml(rest)}`;
}

function renderFrame(html: string, device: "phone" | "desk", title: string): string {
  return `<figure><figcaption class="quiet">HTML, ${device}</figcaption>
<iframe sandbox class="${device}" srcdoc="${escapeHtml(html)}" title="${escapeHtml(`${title}, ${device}`)}"></iframe></figure>`;
}

function renderGoldenMail({ name, subject, text, html }: GoldenMail): string {
  return `<section id="${escapeHtml(name)}">
<h2>${renderSubject(subject)}</h2>
<span class="quiet">${escapeHtml(name)}</span>
<div class="parts">
${renderFrame(html, "phone", name)}
${renderFrame(html, "desk", name)}
<figure><figcaption class="quiet">Text</figcaption>
<pre>${escapeHtml(text)}</pre></figure>
</div>
</section>`;
}

/** Renders all mails into one page that needs no server: each at a phone's and a desk's width, and its text. */
export function renderGallery(mails: readonly GoldenMail[]): string {
  const entries = mails.map(
    ({ name, subject }) =>
      `<li><a href="#${escapeHtml(name)}">${escapeHtml(name)}</a> ${renderSubject(subject)}</li>`,
  );
  return renderDocument({
    title: "Sample reports",
    policy,
    style,
    body: `<header>
<h1>Sample reports</h1>
<nav aria-label="Mails"><ul>
${entries.join("\n")}
</ul></nav>
<span class="quiet">Light or dark, as your browser is set.</span>
</header>
<main>
${mails.map(renderGoldenMail).join("\n")}
</main>`,
  });
}
