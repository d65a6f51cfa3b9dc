import type { SentMail } from "../../../local/aws/ses";
import type { KeptMail } from "../../../local/inbox/kept-mail";

export const sampleMail: SentMail = {
  messageId: "0107-1",
  atMs: Date.parse("2026-03-01T03:31:25Z") + 0.25,
  from: "Backup <backup@example.com>",
  to: ["admin@example.com", "it@example.com"],
  cc: [],
  bcc: [],
  replyTo: [],
  subject: "[OK] DocSpace backup",
  text: "OK: complete",
  html: "<!doctype html><p>OK: complete</p>",
};

export function keep(id: string, mail: Partial<SentMail> = {}, occasion = "success"): KeptMail {
  return { id, occasion, receivedMs: Date.parse("2026-02-28T18:00:00Z"), mail: { ...sampleMail, ...mail } };
}
