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
 * Logs the report, mails it, counts it whether or not that went well, and only then says by an error that the backup was
 * not verified.
 * @param deadlineMs when the invocation will be ended, in milliseconds since 1970
 * @throws {@link BackupNotVerified} after a report whose first word is FAILED or UNVERIFIED
 * @throws what the mailer throws; the whole report is in the log then
 */
export async function deliver(
  facts: ReportFacts,
  deadlineMs: number,
  ports: Pick<Ports, "clock" | "log" | "mailer" | "metrics">,
): Promise<Delivered> {
  const { clock, log, metrics } = ports;
  const { backupName, outcome } = facts;
  const summary = summarise(facts);
  const { durationSeconds, sizeBytes } = summary;
  const verified = outcome.verdict === "verified";
  log("report", { report: summary });
  let sent: SentReport | undefined;
  try {
    sent = await mailReport(writeMail(facts), deadlineMs, ports);
  } finally {
    const reportSent = sent !== undefined;
    metrics({ atMs: clock.now(), backupName, verified, durationSeconds, sizeBytes, reportSent });
  }
  if (!verified) throw new BackupNotVerified(sent.subject);
  return { ...summary, mail: sent.messageId };
}

interface SentReport {
  readonly messageId: string;
  readonly subject: string;
}

async function mailReport(
  mail: Mail,
  deadlineMs: number,
  { clock, log, mailer }: Pick<Ports, "clock" | "log" | "mailer">,
): Promise<SentReport> {
  const { subject, text } = mail;
  try {
    const untilMs = Math.min(clock.now() + budgets.mailMs, deadlineMs - budgets.endMs);
    const messageId = await mailer.send(mail, untilMs);
    log("report mailed", { messageId, subject });
    return { messageId, subject };
  } catch (error) {
    log("the report could not be mailed; this is it", { subject, text });
    throw error;
  }
}
