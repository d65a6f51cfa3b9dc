import { renderHtml } from "../report/html";
import type { Letter } from "../report/letter";
import { composeSubject } from "../report/subject";
import { renderText } from "../report/text";
import type { Mail } from "../run/ports";
import type { CheckAnswer } from "./check-answer";
import type { CheckLine } from "./finding";

function describe(line: CheckLine): string {
  const next = "next" in line ? ` ${line.next}` : "";
  return `${line.result}: ${line.says}${next}`;
}

/** Words a check as a mail, in the form of a report. */
export function writeCheckMail({
  status,
  summary,
  backup,
  portal,
  checkedAt,
  version,
  checks,
}: CheckAnswer): Mail {
  const about = portal.replace(/^https?:\/\//, "");
  const outcome = summary.replace(/[:.].*/, "").replace(/^All/, "all");
  const head = { status, title: "DocSpace backup check", host: about, day: checkedAt.slice(0, 10) };
  const subject = composeSubject(head, outcome);
  const [first] = [
    ...checks.flatMap((line) => (line.result === "failed" ? line.next : [])),
    ...checks.flatMap((line) => (line.result === "warning" ? line.next : [])),
  ];
  const letter: Letter = {
    status,
    about: `${about}, ${checkedAt}`,
    verdict: summary,
    brief: "This is what was found of all that a backup needs; none was started.",
    todo: first === undefined ? "Nothing to do." : `To do: ${first}`,
    sections: [
      {
        kind: "rows",
        title: "Checks",
        rows: checks.map((line) => ({ label: line.check, value: describe(line) })),
      },
    ],
    footer: [
      `DocSpace nightly backup ${version}: a check of the backup ${backup}, whose mail was asked for.`,
    ],
  };
  return { subject, text: renderText(letter), html: renderHtml(subject, letter) };
}
