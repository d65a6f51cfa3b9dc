import { composeSource } from "../../../local/inbox/mail-source";
import { sampleMail } from "./sample-mail";

describe("the source of a mail", () => {
  it("is one MIME message with the text and the HTML as alternatives", async () => {
    expect(await composeSource(sampleMail)).toBe(
      [
        "From: Backup <backup@example.com>",
        "To: admin@example.com, it@example.com",
        "Subject: [OK] DocSpace backup",
        "Message-ID: <0107-1@email.amazonses.com>",
        "Date: Sun, 01 Mar 2026 03:31:25 +0000",
        "MIME-Version: 1.0",
        'Content-Type: multipart/alternative; boundary="--_NmP-0107-1-Part_1"',
        "",
        "----_NmP-0107-1-Part_1",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 7bit",
        "",
        "OK: complete",
        "----_NmP-0107-1-Part_1",
        "Content-Type: text/html; charset=utf-8",
        "Content-Transfer-Encoding: 7bit",
        "",
        "<!doctype html><p>OK: complete</p>",
        "----_NmP-0107-1-Part_1--",
        "",
      ].join("\r\n"),
    );
  });

  it("encodes what is not ASCII, and shows copies but no blind ones", async () => {
    const source = await composeSource({
      ...sampleMail,
      from: "Müller <mueller@example.com>",
      cc: ["copy@example.com"],
      bcc: ["blind@example.com"],
      replyTo: ["answers@example.com"],
      text: "größer\n".repeat(40),
      html: undefined,
    });
    expect(source).toContain("From: =?UTF-8?Q?M=C3=BCller?= <mueller@example.com>\r\n");
    expect(source).toContain("Cc: copy@example.com\r\n");
    expect(source).toContain("Reply-To: answers@example.com\r\n");
    expect(source).not.toContain("blind@");
    expect(source).toContain("gr=C3=B6=C3=9Fer");
    expect(source).toMatch(/^[\x20-\x7e\r\n]+$/);
    expect(source.split("\r\n").filter((line) => line.length > 76)).toEqual([]);
  });

  it("lets no subject add a header", async () => {
    const source = await composeSource({ ...sampleMail, subject: "x\r\nBcc: thief@example.com" });
    expect(source).not.toMatch(/^Bcc:/m);
  });
});
