import type { SentMail } from "../../../local/aws/ses";
import { openInbox } from "../../../local/inbox/inbox-server";

const hostile = `"><script>alert('1')</script>&amp;<img src=x onerror=alert(2)>`;

const mail: SentMail = {
  messageId: "0107-1",
  atMs: Date.parse("2026-03-01T03:31:25Z"),
  from: "Backup <backup@example.com>",
  to: ["admin@example.com", "it@example.com"],
  cc: [],
  bcc: [],
  replyTo: [],
  subject: "[OK] DocSpace backup",
  text: "OK: complete",
  html: "<!doctype html><p>OK: complete</p>",
};

async function withInbox(mails: readonly SentMail[], visit: (url: string) => Promise<void>): Promise<void> {
  const inbox = await openInbox(mails);
  try {
    await visit(inbox.url);
  } finally {
    await inbox.close();
  }
}

const read = async (url: string) => (await fetch(url)).text();

describe("the inbox", () => {
  it("shows each mail with its headers, text and a frame for its HTML, the newest first", () =>
    withInbox([mail, { ...mail, subject: "[FAILED] the second", messageId: "0107-2" }], async (url) => {
      const page = await read(url);
      expect(page).toContain("<dd>admin@example.com, it@example.com</dd>");
      expect(page).toContain("<dd>Backup &lt;backup@example.com&gt;</dd>");
      expect(page).toContain("<dd>Sun, 01 Mar 2026 03:31:25 GMT</dd>");
      expect(page).toContain("<dd>0107-2</dd>");
      expect(page).toContain("<pre>OK: complete</pre>");
      expect(page.indexOf("[FAILED] the second")).toBeLessThan(page.indexOf("[OK] DocSpace backup"));
      expect(page.match(/<iframe sandbox src="\/\d\.html"/g)).toEqual([
        '<iframe sandbox src="/1.html"',
        '<iframe sandbox src="/0.html"',
      ]);
    }));

  it("says so while no mail has come, and shows one that comes later", async () => {
    const mails: SentMail[] = [];
    await withInbox(mails, async (url) => {
      expect(await read(url)).toContain("No mail has come.");
      mails.push(mail);
      expect(await read(url)).toContain("[OK] DocSpace backup");
    });
  });

  it("shows a mail without a text part as such", () =>
    withInbox([{ ...mail, text: undefined }], async (url) => {
      expect(await read(url)).toContain("<pre>(none)</pre>");
    }));

  it("escapes whatever a mail holds", () =>
    withInbox(
      [{ ...mail, subject: hostile, text: hostile, from: hostile, to: [hostile], messageId: hostile }],
      async (url) => {
        const page = await read(url);
        const escaped =
          "&quot;&gt;&lt;script&gt;alert('1')&lt;/script&gt;&amp;amp;&lt;img src=x onerror=alert(2)&gt;";
        expect(page.split(escaped)).toHaveLength(6);
        expect(page).not.toMatch(/<script|<img/);
      },
    ));

  it("lets its own page load nothing but its own styles and frames", () =>
    withInbox([mail], async (url) => {
      const { status, headers } = await fetch(url);
      expect(status).toBe(200);
      expect(headers.get("content-type")).toBe("text/html; charset=utf-8");
      expect(headers.get("content-security-policy")).toBe(
        "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; base-uri 'none'; form-action 'none'",
      );
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("referrer-policy")).toBe("no-referrer");
    }));

  it("serves a mail's HTML as it was sent, in a sandbox where it can run, load and send nothing", () =>
    withInbox([{ ...mail, html: hostile }], async (url) => {
      const response = await fetch(`${url}0.html`);
      expect(response.headers.get("content-security-policy")).toBe(
        "sandbox; default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'",
      );
      expect(response.headers.get("x-content-type-options")).toBe("nosniff");
      expect(await response.text()).toBe(hostile);
    }));

  it.each([
    "1.html",
    "-1.html",
    "0",
    "0.html/",
    "favicon.ico",
    "%2e%2e/etc/passwd",
    "99999999999999999999.html",
  ])("has nothing at /%s", (path) =>
    withInbox([mail], async (url) => {
      const response = await fetch(url + path);
      expect(response.status).toBe(404);
      expect(await response.text()).toBe("There is nothing here.");
    }),
  );

  it("has no page for the HTML of a mail that has none", () =>
    withInbox([{ ...mail, html: undefined }], async (url) => {
      expect((await fetch(`${url}0.html`)).status).toBe(404);
    }));

  it("listens on 127.0.0.1, and no more once it is closed", async () => {
    const { url, close } = await openInbox([mail]);
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
    await fetch(url);
    await close();
    await expect(fetch(url)).rejects.toThrow("fetch failed");
  });
});
