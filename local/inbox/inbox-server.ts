import { createServer, type ServerResponse } from "node:http";
import type { SentMail } from "../aws/ses";
import { renderInbox } from "./inbox-page";

/** A mail's HTML may do nothing at all: no script, no form, nothing from elsewhere. */
const mailPolicy =
  "sandbox; default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";
const pagePolicy =
  "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; base-uri 'none'; form-action 'none'";

function send(response: ServerResponse, status: number, policy: string, body: string): void {
  response.writeHead(status, {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": policy,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
  });
  response.end(body);
}

/**
 * Shows the rehearsal's mails in a browser.
 * @param mails the inbox, which may still fill
 * @returns the page's address, and what takes it down
 */
export async function openInbox(
  mails: readonly SentMail[],
): Promise<{ url: string; close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    const index = /^\/(\d+)\.html$/.exec(request.url ?? "")?.[1];
    if (request.url === "/") return send(response, 200, pagePolicy, renderInbox(mails));
    const html = index === undefined ? undefined : mails[Number(index)]?.html;
    if (html === undefined) return send(response, 404, pagePolicy, "There is nothing here.");
    return send(response, 200, mailPolicy, html);
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
