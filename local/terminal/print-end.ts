import { isVerified, type Night } from "../rehearsal/night";
import { describeAlarms } from "./describe-alarms";
import { describeFailure } from "./describe-failure";
import { makeReadable } from "./readable-log";
import type { Screen } from "./screen";
import { findUnsentReport } from "./unsent-report";

function indent(text: string): string {
  return text.trimEnd().replace(/^(?=.)/gm, "  ");
}

/** The report that could not be mailed, or else all that the function wrote. */
function describeSilence(logLines: readonly string[]): string[] {
  const unsent = findUnsentReport(logLines);
  if (unsent === undefined)
    return [
      "No mail was sent.",
      "The function's log:",
      "",
      indent(logLines.map(makeReadable).join("\n")),
      "",
    ];
  const { subject, text } = unsent;
  return [
    "No mail was sent. This is the report, which stands in the function's log:",
    "",
    indent(`${subject}\n\n${text}`),
    "",
  ];
}

function describeEnd({ end, mails, denials }: Night): string[] {
  const refused = denials.map((denial) => `AWS would deny this: ${denial}`);
  if (end.kind === "undelivered") {
    const fate = end.kept ? "the event is kept in the dead-letter queue" : "the event is lost";
    return [
      ...refused,
      `The function was never called, so there is no report; ${fate}: ${end.cause.message}`,
    ];
  }
  if (end.kind === "unfinished") {
    const hours = Math.round(end.afterMs / (60 * 60_000));
    return [...refused, `Something was still under way after ${hours} hours, and the rehearsal gave up.`];
  }
  const { invocation } = end;
  const failure = invocation.outcome === "failed" ? [describeFailure(invocation)] : [];
  const silence = mails.length === 0 ? describeSilence(invocation.logLines) : [];
  return [...refused, ...failure, ...silence];
}

function describeVerdict(night: Night): string {
  if (isVerified(night)) return "The backup was verified.";
  const { end } = night;
  const unsent = end.kind === "invoked" ? findUnsentReport(end.invocation.logLines) : undefined;
  return /^\[(OK|WARNING)\]/.test(unsent?.subject ?? "")
    ? "The backup was verified, and NOBODY was told by mail."
    : "The backup was NOT verified.";
}

/**
 * Prints how a night ended.
 * @param whole also prints the mails themselves
 */
export function printEnd(screen: Screen, night: Night, { whole }: { whole: boolean }): void {
  screen.print();
  for (const mail of night.mails) {
    screen.print(`Mail to ${mail.to.join(", ")}: ${mail.subject}`);
    if (whole) screen.print(`\n${indent(mail.text ?? "")}\n`);
  }
  for (const line of [...describeEnd(night), ...describeAlarms(night)]) screen.print(line);
  screen.print(describeVerdict(night));
}
