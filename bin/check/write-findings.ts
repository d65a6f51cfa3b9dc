import type { Colour, Paint } from "../terminal/paint";
import { screenWidth, wrap } from "../terminal/wrap";
import type { Finding } from "./finding";

type Result = Finding["result"];

/** How each result is marked; the worst first, which is the order in which they are shown. */
const marks: Readonly<Record<Result, { readonly mark: string; readonly colour: Colour }>> = {
  failed: { mark: "✗", colour: "red" },
  warning: { mark: "!", colour: "yellow" },
  "not checked": { mark: "?", colour: "grey" },
  ok: { mark: "✓", colour: "green" },
};

const order: readonly Result[] = ["failed", "warning", "not checked", "ok"];
const wordWidth = Math.max(...order.map(({ length }) => length));
const stepIndent = 4;

/** Sets findings as aligned lines, the worst first, each with what to do next below it. */
export function writeFindings(findings: readonly Finding[], paint: Paint): string[] {
  const nameWidth = Math.max(...findings.map(({ check }) => check.length));
  const sorted = order.flatMap((result) => findings.filter((finding) => finding.result === result));
  return sorted.flatMap(({ check, result, says, next }) => {
    const { mark, colour } = marks[result];
    const indent = 2 + wordWidth + 2 + nameWidth + 2;
    const [first = "", ...rest] = wrap(says, screenWidth - indent);
    const head = `${paint(colour, `${mark} ${result.padEnd(wordWidth)}`)}  ${check.padEnd(nameWidth)}  ${first}`;
    const step = next === undefined ? [] : wrap(`Next: ${next}`, screenWidth - stepIndent);
    return [
      head,
      ...rest.map((line) => `${" ".repeat(indent)}${line}`),
      ...step.map((line) => `${" ".repeat(stepIndent)}${line}`),
    ];
  });
}

/** Sums findings up in one line whose first word is the worst of them. */
export function sumUp(findings: readonly Finding[], paint: Paint): string {
  const names = (result: Result) => findings.filter((finding) => finding.result === result);
  const failed = names("failed");
  const warnings = names("warning");
  const unchecked = names("not checked");
  const remarks = [
    ...(warnings.length > 0 ? [`${warnings.length} with a warning`] : []),
    ...(unchecked.length > 0 ? [`${unchecked.length} not checked`] : []),
  ];
  const also = remarks.length === 0 ? "" : `, ${remarks.join(", ")}`;
  if (failed.length > 0)
    return `${paint("red", "FAILED")}: ${failed.length} of ${findings.length} failed${also}.`;
  if (remarks.length > 0) return `${paint("yellow", "WARNING")}: of ${findings.length} none failed${also}.`;
  return `${paint("green", "OK")}: all ${findings.length} are well.`;
}
