import { get } from "node:http";
import { openInbox } from "../../../local/inbox/inbox-server";
import type { KeptMail } from "../../../local/inbox/kept-mail";
import { keep } from "./sample-mail";

const hostile = `"><script>alert('1')</script>&amp;<img src=x onerror=alert(2)>`;
const escaped =
  "&quot;&gt;&lt;script&gt;alert('1')&lt;/script&gt;&amp;amp;&lt;img src=x onerror=alert(2)&gt;";

async function withInbox(mails: readonly KeptMail[], visit: (url: string) => Promise<void>): Promise<void> {
  const inbox = await openInbox(() => mails);
  try {
    await visit(inbox.url);
  } finally {
    await inbox.close();
  }
}

const read = async (url: string) => (await fetch(url)).text();

describe("the inbox", () => {
  it("lists the mails as they are given, each with its status, its subject and what was rehearsed", () =>
    withInbox(
      [keep("2", { subject: "[FAILED] the second" }, "cancelled"), keep("1", { subject: "of no status" })],
      async (url) => {
        const page = await read(url);
        const entries = [...page.matchAll(/<li>(.*?)<\/li>/gs)].map(([, entry = ""]) =>
          entry
            .replace(/<[^>]*>/g, " ")
            .replace(/\s+/g, " ")
            .trim(),
        );
        expect(entries).toEqual([
          expect.stringMatching(/^FAILED 28 Feb 2026, \d\d:00 the second cancelled$/),
          expect.stringMatching(/^28 Feb 2026, \d\d:00 of no status success$/),
        ]);
        expect(page).toContain(">2 mails<");
      },
    ));

  it("shows the newest mail unasked: its headers, and a sandboxed frame for its HTML", () =>
    withInbox(
      [keep("2", { subject: "[FAILED] the second", messageId: "0107-2" }), keep("1")],
      async (url) => {
        const page = await read(url);
        expect(page).toContain("<h2>[FAILED] the second</h2>");
        expect(page).toContain("<dd>admin@example.com, it@example.com</dd>");
        expect(page).toContain("<dd>Backup &lt;backup@example.com&gt;</dd>");
        expect(page).toContain("<dd>Sun, 01 Mar 2026 03:31:25 GMT</dd>");
        expect(page).toContain("<dd>0107-2</dd>");
        expect(page.match(/<iframe[^>]*>/g)).toEqual([
          `<iframe sandbox src="/mails/2/content.html" title="The mail's HTML part">`,
        ]);
        expect(await read(`${url}mails/2/html`)).toBe(page);
      },
    ));

  it("shows a mail's text and its source, and leads to the same view of the others", () =>
    withInbox([keep("2"), keep("1", { subject: "[FAILED] the first" })], async (url) => {
      const text = await read(`${url}mails/1/text`);
      expect(text).toContain("<pre>OK: complete</pre>");
      expect(text).toContain('href="/mails/2/text"');
      expect(text).toMatch(/<a href="\/mails\/1\/text" aria-current="page">[\s\S]*the first/);
      const source = await read(`${url}mails/1/source`);
      expect(source).toContain("<pre>From: Backup &lt;backup@example.com&gt;\r\n");
      expect(source).toContain("Subject: [FAILED] the first\r\n");
      expect(source).not.toContain("<iframe");
    }));

  it("gives the message as a file for a mail program", () =>
    withInbox([keep("1")], async (url) => {
      const response = await fetch(`${url}mails/1/message.eml`);
      expect(response.headers.get("content-type")).toBe("message/rfc822");
      expect(response.headers.get("content-disposition")).toBe('attachment; filename="1.eml"');
      expect(await response.text()).toMatch(/^From: Backup <backup@example\.com>\r\n/);
    }));

  it("says so while no mail has come, and shows one that comes later", async () => {
    const mails: KeptMail[] = [];
    await withInbox(mails, async (url) => {
      expect(await read(url)).toContain("No mail has come.");
      mails.push(keep("1"));
      expect(await read(url)).toContain("[OK] DocSpace backup");
      expect(await read(url)).toContain(">1 mail<");
    });
  });

  it("says what a mail lacks", () =>
    withInbox([keep("2", { text: undefined }), keep("1", { html: undefined })], async (url) => {
      expect(await read(`${url}mails/2/text`)).toContain("This mail has no text part.");
      const page = await read(`${url}mails/1/html`);
      expect(page).toContain("This mail has no HTML part.");
      expect(page).not.toContain("content.html");
      expect((await fetch(`${url}mails/1/content.html`)).status).toBe(404);
    }));

  it.each(["html", "text", "source"])("escapes whatever a mail holds, in the view %s", (view) => {
    const mail = { subject: hostile, text: hostile, from: hostile, to: [hostile], messageId: hostile };
    return withInbox([keep("1", mail, hostile)], async (url) => {
      const page = await read(`${url}mails/1/${view}`);
      // Twice the subject, in title and heading; then list entry, From, To, message id, and twice what was rehearsed.
      expect(page.split(escaped).length).toBeGreaterThanOrEqual(9);
      expect(page).not.toMatch(/<script|<img|onerror=alert\(2\)>/);
    });
  });

  it.each(["", "mails/1/html", "mails/1/text", "mails/1/source", "nowhere"])(
    "lets its own page /%s load nothing but its own styles and frames, and nobody frame it",
    (path) =>
      withInbox([keep("1")], async (url) => {
        const { headers } = await fetch(url + path);
        expect(headers.get("content-type")).toBe("text/html; charset=utf-8");
        expect(headers.get("content-security-policy")).toBe(
          "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        );
        expect(headers.get("x-content-type-options")).toBe("nosniff");
        expect(headers.get("referrer-policy")).toBe("no-referrer");
      }),
  );

  it.each(["content.html", "message.eml"])(
    "serves %s, which is a mail's own words, in a sandbox where it can run, load and send nothing",
    (name) =>
      withInbox([keep("1", { html: hostile })], async (url) => {
        const { status, headers } = await fetch(`${url}mails/1/${name}`);
        expect(status).toBe(200);
        expect(headers.get("content-security-policy")).toBe(
          "sandbox; default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
        );
        expect(headers.get("x-content-type-options")).toBe("nosniff");
      }),
  );

  it("serves a mail's HTML as it was sent", () =>
    withInbox([keep("1", { html: hostile })], async (url) => {
      expect(await read(`${url}mails/1/content.html`)).toBe(hostile);
    }));

  it.each([
    "mails/2/html",
    "mails/1",
    "mails/1/",
    "mails/1/html/",
    "mails/1/other",
    "mails//html",
    "mails/1/html?x",
    "favicon.ico",
    "%2e%2e/etc/passwd",
    "mails/%2e%2e/html",
  ])("has nothing at /%s", (path) =>
    withInbox([keep("1")], async (url) => {
      const response = await fetch(url + path);
      expect(response.status).toBe(404);
      expect(await response.text()).toBe("There is nothing here.");
    }),
  );

  it.each([
    ["127.0.0.1", 200],
    ["localhost:8080", 200],
    ["rebound.example.com", 403],
    ["127.0.0.1.example.com", 403],
    ["localhost.", 403],
  ])("shows nothing to a page that has another name pointed at it: %j gets %d", (host, status) =>
    withInbox([keep("1")], async (url) => {
      const answered = new Promise<number | undefined>((resolve, reject) => {
        get(url, { headers: { host } }, (response) => {
          response.resume();
          resolve(response.statusCode);
        }).once("error", reject);
      });
      expect(await answered).toBe(status);
    }),
  );

  it("says why a page cannot be shown, and goes on", async () => {
    let asked = 0;
    const inbox = await openInbox(() => {
      if (asked++ === 0) throw new Error("<disk>");
      return [keep("1")];
    });
    try {
      const response = await fetch(inbox.url);
      expect(response.status).toBe(500);
      expect(await response.text()).toBe("This cannot be shown: Error: &lt;disk&gt;");
      expect((await fetch(inbox.url)).status).toBe(200);
    } finally {
      await inbox.close();
    }
  });

  it("listens on 127.0.0.1, and no more once it is closed", async () => {
    const { url, close } = await openInbox(() => [keep("1")]);
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
    await fetch(url);
    await close();
    await expect(fetch(url)).rejects.toThrow("fetch failed");
  });
});
