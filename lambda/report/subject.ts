import { explain } from "./causes";
import type { ReportFacts } from "./facts";
import { describeDuration, describeRecovery, describeRow, describeSize } from "./figures";
import { readOwnNight, readStreak } from "./runs";
import { warningWords } from "./verdict";

const maxLength = 100;

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 3)}...`;
}

/** The host is never shorter than this. */
const minHostLength = 12;

/** What happened, in a few words, and what must be read even where they are cut. */
function summarise(facts: ReportFacts): { words: string; count: string } {
  const { outcome } = facts;
  if (outcome.verdict !== "verified") {
    const row = describeRow(facts);
    return { words: explain(outcome.problem).short, count: row === undefined ? "" : ` (${row})` };
  }
  const warnings = outcome.warnings.map(({ kind }) => warningWords[kind].short);
  const recovery = describeRecovery(facts);
  const duration = describeDuration(facts);
  const isLate = facts.notes.some(({ kind }) => kind === "found-overdue");
  const how = duration === undefined ? (isLate ? ", found late" : ", joined") : ` in ${duration}`;
  const what = `${describeSize(facts)?.size ?? "done"}${how}`;
  const { failed, doubtful } = readStreak(facts);
  const isRecovered = recovery !== undefined && failed + doubtful > 0;
  return { words: [isRecovered ? `recovered ${recovery}` : what, ...warnings].join(", "), count: "" };
}

/** What a subject says before it says what happened. */
export interface SubjectHead {
  readonly status: ReportFacts["status"];
  /** `DocSpace backup` */
  readonly title: string;
  readonly host: string;
  /** `2026-03-01` */
  readonly day: string;
}

/**
 * Puts a subject together: `[OK] DocSpace backup acme.onlyoffice.com 2026-03-01 - 4.2 GB in 6 min`. ASCII, one line, at most
 * 100 characters: a long host is cut before the words that say what happened, and these before what must be read.
 */
export function composeSubject({ status, title, host, day }: SubjectHead, words: string, last = ""): string {
  const write = (shownHost: string, what: string) =>
    `[${status}] ${title} ${shownHost} ${day} - ${what}${last}`;
  const leftLength = maxLength - write("", "").length;
  const shownHost = cut(host, Math.max(minHostLength, leftLength - words.length));
  return write(shownHost, cut(words, leftLength - shownHost.length)).replace(/[^\x20-\x7e]/g, "?");
}

/** The subject of a report. */
export function writeSubject(facts: ReportFacts): string {
  const { words, count } = summarise(facts);
  const { status, portalHost: host } = facts;
  return composeSubject({ status, title: "DocSpace backup", host, day: readOwnNight(facts) }, words, count);
}
