import MailComposer from "nodemailer/lib/mail-composer";
import type { SentMail } from "../aws/ses";

/**
 * Composes the message that SES would send: one MIME message with the text and the HTML as alternatives. The headers that
 * servers add on the way are not there, and neither are blind copies.
 *
 * @see https://docs.aws.amazon.com/ses/latest/dg/send-email-formatted.html
 */
export async function composeSource(mail: SentMail): Promise<string> {
  const composer = new MailComposer({
    from: mail.from,
    to: [...mail.to],
    cc: [...mail.cc],
    replyTo: [...mail.replyTo],
    subject: mail.subject,
    date: new Date(mail.atMs),
    messageId: `<${mail.messageId}@email.amazonses.com>`,
    text: mail.text,
    html: mail.html,
    textEncoding: "quoted-printable",
    // The same mail has the same source each time that it is looked at.
    baseBoundary: mail.messageId,
    newline: "win",
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return (await composer.compile().build()).toString();
}
