import { isVerified, type Night } from "../rehearsal/night";
import type { Screen } from "./screen";

function describeLog(lines: readonly string[]): string[] {
  return ["The function's log:", "", ...lines.map((line) => `  ${line}`)];
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
  const failure = invocation.outcome === "failed" ? [`The function failed: ${invocation.errorMessage}`] : [];
  const silence = mails.length === 0 ? ["No mail was sent.", ...describeLog(invocation.logLines)] : [];
  return [...refused, ...failure, ...silence];
}

/**
 * Prints how a night ended.
 * @param whole also prints the mails themselves
 */
export function printEnd(screen: Screen, night: Night, { whole }: { whole: boolean }): void {
  screen.print();
  for (const mail of night.mails) {
    screen.print(`Mail to ${mail.to.join(", ")}: ${mail.subject}`);
    if (whole) screen.print(`\n${(mail.text ?? "").replace(/^/gm, "  ").trimEnd()}\n`);
  }
  for (const line of describeEnd(night)) screen.print(line);
  screen.print(isVerified(night) ? "The backup was verified." : "The backup was NOT verified.");
}
