import * as v from "valibot";
import type { SentMail } from "../aws/ses";

/** A mail of the inbox: what SES accepted, and where it comes from. */
export interface KeptMail {
  /** Names the mail's file and its pages. Later mails have greater ids. */
  readonly id: string;
  /** What was rehearsed: a scenario's name, or a portal's address. */
  readonly occasion: string;
  /** When it came by this machine's clock, in milliseconds since 1970; `mail.atMs` is the rehearsed time. */
  readonly receivedMs: number;
  readonly mail: SentMail;
}

const addresses = v.array(v.string());

/** Milliseconds since 1970, as far as a Date can hold them; the rehearsed time has fractions of one. */
const moment = v.pipe(v.number(), v.minValue(0), v.maxValue(8.64e15));

/** What a kept mail's file holds. */
const fileSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    occasion: v.string(),
    receivedMs: moment,
    mail: v.object({
      messageId: v.string(),
      atMs: moment,
      from: v.string(),
      to: addresses,
      cc: addresses,
      bcc: addresses,
      replyTo: addresses,
      subject: v.string(),
      text: v.optional(v.string()),
      html: v.optional(v.string()),
    }),
  }),
);

/** @throws ValiError if that is not what {@link formatKeptMail} wrote */
export function parseKeptMail(id: string, text: string): KeptMail {
  const { mail, ...rest } = v.parse(fileSchema, text);
  return { id, ...rest, mail: { ...mail, text: mail.text, html: mail.html } };
}

export function formatKeptMail({ occasion, receivedMs, mail }: KeptMail): string {
  return `${JSON.stringify({ occasion, receivedMs, mail }, null, 2)}\n`;
}
