import { renderDocument } from "./document";
import { escapeHtml } from "./escape-html";
import { inboxStyle } from "./inbox-style";
import type { KeptMail } from "./kept-mail";
import { composeSource } from "./mail-source";
import { renderStatus, splitSubject } from "./mail-status";

/** The ways to look at a mail, the first of which is shown unasked. */
export const views = ["html", "text", "source"] as const;
export type View = (typeof views)[number];

const viewNames: Record<View, string> = { html: "HTML", text: "Text", source: "Source" };

/** In the zone of this machine, which is the reader's. */
const momentFormat = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" });

const markCurrent = (current: boolean) => (current ? ' aria-current="page"' : "");

function renderEntry({ id, occasion, receivedMs, mail }: KeptMail, isShown: boolean, view: View): string {
  const { status, rest } = splitSubject(mail.subject);
  return `<li><a href="/mails/${id}/${view}"${markCurrent(isShown)}>
<span class="top">${status === undefined ? "" : renderStatus(status)}<span class="quiet">${momentFormat.format(receivedMs)}</span></span>
<span class="subject">${escapeHtml(rest)}</span>
<span class="quiet">${escapeHtml(occasion)}</span>
</a></li>`;
}

function renderHeaders({ occasion, receivedMs, mail }: KeptMail): string {
  const headers = [
    ["From", mail.from],
    ["To", mail.to.join(", ")],
    ["Date", new Date(mail.atMs).toUTCString()],
    ["Message id", mail.messageId],
    ["Rehearsed", `${occasion}, ${momentFormat.format(receivedMs)}`],
  ].map(([name = "", value = ""]) => `<dt>${name}</dt><dd>${escapeHtml(value)}</dd>`);
  return `<dl>${headers.join("")}</dl>`;
}

function renderLinks({ id }: KeptMail, view: View): string {
  const links = views.map(
    (name) => `<a href="/mails/${id}/${name}"${markCurrent(name === view)}>${viewNames[name]}</a>`,
  );
  return `<nav class="views" aria-label="Views of the mail">
${links.join("\n")}
<a class="download" href="/mails/${id}/message.eml">Download</a>
</nav>`;
}

async function renderView({ id, mail }: KeptMail, view: View): Promise<string> {
  switch (view) {
    case "html":
      if (mail.html === undefined) return "<p>This mail has no HTML part.</p>";
      return `<iframe sandbox src="/mails/${id}/content.html" title="The mail's HTML part"></iframe>
<span class="quiet">Links are blocked in this frame. They work in <a href="/mails/${id}/content.html">the mail on its own</a>.</span>`;
    case "text":
      if (mail.text === undefined) return "<p>This mail has no text part.</p>";
      return `<pre>${escapeHtml(mail.text)}</pre>`;
    case "source":
      return `<pre>${escapeHtml(await composeSource(mail))}</pre>`;
  }
}

/**
 * Renders the list of mails beside the one that is looked at. It works without scripts: each view is a page.
 * @param mails the newest first
 */
export async function renderInbox(mails: readonly KeptMail[], shown: KeptMail, view: View): Promise<string> {
  const entries = mails.map((kept) => renderEntry(kept, kept.id === shown.id, view));
  return renderDocument({
    title: `${shown.mail.subject} – Rehearsal inbox`,
    style: inboxStyle,
    body: `<aside>
<header><h1>Rehearsal inbox</h1><span class="quiet">${mails.length === 1 ? "1 mail" : `${mails.length} mails`}</span></header>
<nav aria-label="Mails"><ol>
${entries.join("\n")}
</ol></nav>
</aside>
<main>
<h2>${escapeHtml(shown.mail.subject)}</h2>
${renderHeaders(shown)}
${renderLinks(shown, view)}
${await renderView(shown, view)}
</main>`,
  });
}

/** Renders the inbox before the first mail. */
export function renderEmptyInbox(): string {
  return renderDocument({
    title: "Rehearsal inbox",
    style: inboxStyle,
    body: "<main><h1>Rehearsal inbox</h1><p>No mail has come. What the function did is in the terminal.</p></main>",
  });
}
