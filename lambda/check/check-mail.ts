import { formatMoment } from "../report/format";
import { renderHtml } from "../report/html";
import type { Letter } from "../report/letter";
import { composeSubject } from "../report/subject";
import { renderText } from "../report/text";
import type { Mail } from "../run/ports";
import type { CheckAnswer } from "./check-answer";
import type { CheckLine } from "./finding";

/** What failed first. */
const order: readonly CheckLine["result"][] = ["failed", "warning", "not checked", "ok"];

function describe(line: CheckLine): string {
  const next = "next" in line ? ` ${line.next}` : "";
  return `${line.result}: ${line.says}${next}`;
}

/** Words a check as a mail, in the form of a report. */
export function writeCheckMail(answer: CheckAnswer): Mail {
  const { status, summary, backup, portal, checkedAt, version, checks } = answer;
  const about = portal.replace(/^https?:\/\//, "");
  const outcome = summary.replace(/[:.].*/, "").replace(/^All/, "all");
  const head = { status, title: "DocSpace backup check", host: about, day: checkedAt.slice(0, 10) };
  const subject = composeSubject(head, outcome);
  const sorted = order.flatMap((result) => checks.filter((line) => line.result === result));
  const steps = sorted.flatMap((line) => ("next" in line ? line.next : []));
  const letter: Letter = {
    status,
    about: `${about}, ${formatMoment(Date.parse(checkedAt), "UTC")}`,
    verdict: summary,
    brief: "This is what was found of all that a backup needs; none was started.",
    todo:
      steps.length === 0 ? "Nothing to do." : `What to do${steps.length > 1 ? " first" : ""}: ${steps[0]}`,
    sections: [
      {
        kind: "rows",
        title: "Checks",
        rows: sorted.map((line) => ({ label: line.check, value: describe(line) })),
      },
    ],
    footer: [
      `DocSpace nightly backup ${version}: a check of the backup ${backup}, whose mail was asked for.`,
    ],
  };
  return { subject, text: renderText(letter), html: renderHtml(subject, letter) };
}
