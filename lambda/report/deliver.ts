import { budgets } from "../run/limits";
import type { Mail, Ports } from "../run/ports";
import type { ReportFacts } from "./facts";
import { renderHtml } from "./html";
import { writeLetter } from "./letter";
import { writeSubject } from "./subject";
import { type Summary, summarise } from "./summary";
import { renderText } from "./text";

/** A run whose backup was not verified. Thrown after the report, so that Lambda counts an error. */
export class BackupNotVerified extends Error {
  override name = "BackupNotVerified";
}

/** What the function returns for a verified run. */
export interface Delivered extends Summary {
  /** SES's id of the report. */
  readonly mail: string;
}

export function writeMail(facts: ReportFacts): Mail {
  const letter = writeLetter(facts);
  const subject = writeSubject(facts);
  return { subject, text: renderText(letter), html: renderHtml(subject, letter) };
}

/**
 * Logs the report, mails it, and only then says by an error that the backup was not verified.
 * @param deadlineMs when the invocation will be ended, in milliseconds since 1970
 * @throws {@link BackupNotVerified} after a report whose first word is FAILED or UNVERIFIED
 * @throws what the mailer throws; the whole report is in the log then
 */
export async function deliver(
  facts: ReportFacts,
  deadlineMs: number,
  ports: Pick<Ports, "clock" | "log" | "mailer">,
): Promise<Delivered> {
  const { clock, log, mailer } = ports;
  const summary = summarise(facts);
  log("report", { report: summary });
  const mail = writeMail(facts);
  let messageId: string;
  try {
    messageId = await mailer.send(mail, Math.min(clock.now() + budgets.mailMs, deadlineMs - budgets.endMs));
  } catch (error) {
    log("the report could not be mailed; this is it", { subject: mail.subject, text: mail.text });
    throw error;
  }
  log("report mailed", { messageId, subject: mail.subject });
  if (facts.outcome.verdict !== "verified") throw new BackupNotVerified(mail.subject);
  return { ...summary, mail: messageId };
}
