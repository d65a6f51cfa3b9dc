import { explain } from "./causes";
import type { ReportFacts } from "./facts";
import { describeDuration, describeRecovery, describeRow, describeSize } from "./figures";
import { readOwnNight } from "./runs";
import { warningWords } from "./verdict";

const maxLength = 100;

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 3)}...`;
}

/** What happened, in a few words. */
function summarise(facts: ReportFacts): string {
  const { outcome } = facts;
  if (outcome.verdict !== "verified") {
    const row = describeRow(facts);
    return explain(outcome.problem).short + (row === undefined ? "" : ` (${row})`);
  }
  const warnings = outcome.warnings.map(({ kind }) => warningWords[kind].short);
  const recovery = describeRecovery(facts);
  if (recovery !== undefined) return [`recovered ${recovery}`, ...warnings].join(", ");
  const duration = describeDuration(facts);
  const what = describeSize(facts)?.size ?? "done";
  return [duration === undefined ? `${what}, found late` : `${what} in ${duration}`, ...warnings].join(", ");
}

/**
 * The subject: `[OK] DocSpace backup acme.onlyoffice.com 2026-03-01 - 4.2 GB in 6 min`. ASCII, one line, at most 100
 * characters: a long host is cut before the words that say what happened.
 */
export function writeSubject(facts: ReportFacts): string {
  const day = readOwnNight(facts);
  const summary = summarise(facts);
  const frame = `[${facts.status}] DocSpace backup  ${day} - ${summary}`;
  const host = cut(facts.portalHost, Math.max(12, maxLength - frame.length));
  const subject = `[${facts.status}] DocSpace backup ${host} ${day} - ${summary}`;
  return cut(subject.replace(/[^\x20-\x7e]/g, "?"), maxLength);
}
