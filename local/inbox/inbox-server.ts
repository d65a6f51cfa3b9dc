import { createServer, type ServerResponse } from "node:http";
import { escapeHtml } from "./escape-html";
import { renderEmptyInbox, renderInbox, type View, views } from "./inbox-page";
import type { KeptMail } from "./kept-mail";
import { composeSource } from "./mail-source";

/** A mail's HTML may do nothing at all: no script, no form, nothing from elsewhere. Only the inbox may frame it. */
const mailPolicy =
  "sandbox; default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";
const pagePolicy =
  "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

interface Page {
  readonly status: number;
  readonly policy: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

function htmlPage(body: string, policy: string, status = 200): Page {
  return { status, policy, headers: { "content-type": "text/html; charset=utf-8" }, body };
}

async function renderPage(path: string, listMails: () => readonly KeptMail[]): Promise<Page> {
  const mails = listMails();
  const nothing = htmlPage("There is nothing here.", pagePolicy, 404);
  const showMail = async (shown: KeptMail, view: View) =>
    htmlPage(await renderInbox(mails, shown, view), pagePolicy);
  const [newest] = mails;
  if (path === "/") return newest ? await showMail(newest, "html") : htmlPage(renderEmptyInbox(), pagePolicy);
  const [, id, name] = /^\/mails\/([^/]+)\/([^/]+)$/.exec(path) ?? [];
  const shown = mails.find((kept) => kept.id === id);
  if (shown === undefined) return nothing;
  const view = views.find((candidate) => candidate === name);
  if (view !== undefined) return await showMail(shown, view);
  if (name === "content.html" && shown.mail.html !== undefined) return htmlPage(shown.mail.html, mailPolicy);
  if (name === "message.eml") {
    const headers = {
      "content-type": "message/rfc822",
      "content-disposition": `attachment; filename="${shown.id}.eml"`,
    };
    return { status: 200, policy: mailPolicy, headers, body: await composeSource(shown.mail) };
  }
  return nothing;
}

function send(response: ServerResponse, { status, policy, headers, body }: Page): void {
  response.writeHead(status, {
    ...headers,
    "content-security-policy": policy,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
  });
  response.end(body);
}

/** Another name could be one that a page elsewhere has had pointed at this machine, to read what is here. */
const ownHost = /^(?:127\.0\.0\.1|localhost)(?::\d+)?$/;

/**
 * Shows mails in a browser.
 * @param listMails is asked for each page; the newest first
 * @returns the page's address, and what takes it down
 */
export async function openInbox(
  listMails: () => readonly KeptMail[],
): Promise<{ url: string; close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    const isOwn = ownHost.test(request.headers.host ?? "");
    const page = isOwn
      ? renderPage(request.url ?? "", listMails)
      : Promise.resolve(htmlPage("Not here.", pagePolicy, 403));
    void page
      .catch((error: unknown) => htmlPage(escapeHtml(`This cannot be shown: ${error}`), pagePolicy, 500))
      .then((page) => send(response, page));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the inbox got no port of 127.0.0.1");
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${address.port}/`, close };
}
