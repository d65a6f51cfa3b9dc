import { latestReportMs } from "../run/limits";
import type { Answer, Outcome, Status } from "../run/outcome";
import { explain } from "./causes";
import type { ReportFacts } from "./facts";
import { describeDuration, describeSize, writeBrief } from "./figures";
import { formatMoment } from "./format";
import { type DocsLink, linkBackups, linkLog, linkRestore, linkRunbook } from "./links";
import { findNextRun } from "./next-run";
import type { Night } from "./nights";
import { describeNote } from "./notes";
import { listOutlook } from "./outlook";
import { describeDetails, describeMoment } from "./problem";
import { listLastNights, readOwnNight } from "./runs";
import { warningWords, writeTodo, writeVerdict } from "./verdict";

/** A report in words, in the order in which it is read; what it looks like is the renderer's work. */
export interface Letter {
  readonly status: Status;
  /** Which portal, and which day. */
  readonly about: string;
  /** What happened, in one sentence. */
  readonly verdict: string;
  /** The few figures that somebody who reads no further should have seen. */
  readonly brief: string;
  /** Whether anything is to be done, and what. */
  readonly todo: string;
  readonly sections: readonly Section[];
  readonly footer: readonly string[];
}

export type Section =
  | { readonly kind: "rows"; readonly title: string; readonly rows: readonly Row[] }
  /** Days, the oldest first, for a picture. */
  | { readonly kind: "nights"; readonly title: string; readonly nights: readonly Night[] };

export interface Row {
  readonly label: string;
  readonly value: string;
  /** Where the value leads. */
  readonly href?: string;
}

/** A row, unless there is nothing to tell. */
function row(label: string, value: string | undefined, href?: string): Row[] {
  return value === undefined || value === "" ? [] : [{ label, value, ...(href && { href }) }];
}

function docsRow(label: string, { name, href }: DocsLink): Row[] {
  return row(label, name, href);
}

function listWarningRows({ outcome, docsUrl }: ReportFacts): Row[] {
  if (outcome.verdict !== "verified") return [];
  return outcome.warnings.flatMap(({ kind, said }) => [
    ...row(warningWords[kind].words, said || "without saying why"),
    ...docsRow("More on this", linkRunbook(kind, docsUrl)),
  ]);
}

function listCauseRows({ outcome, docsUrl }: ReportFacts): Row[] {
  if (outcome.verdict === "verified") return [];
  const { problem } = outcome;
  const { label, value } = describeDetails(problem);
  return [
    ...row("Likely cause", explain(problem).cause),
    ...row(label, value),
    ...row("When", describeMoment(problem)),
    ...docsRow("More on this", linkRunbook(problem.code, docsUrl)),
  ];
}

function listFactRows(facts: ReportFacts): Row[] {
  const { outcome, timeZone } = facts;
  const archive = outcome.verdict === "verified" ? outcome.archive : undefined;
  const size = describeSize(facts);
  const isJoined = facts.notes.some(({ kind }) => kind === "joined");
  const change = size?.change ? `, ${size.change} (${size.before})` : "";
  return [
    ...row("Portal", facts.portalUrl),
    ...row("Started by", facts.trigger === "schedule" ? "the schedule" : "hand"),
    ...row("Started", formatMoment(facts.startedAtMs, timeZone)),
    ...row("Finished", formatMoment(facts.endedAtMs, timeZone)),
    ...row("Duration", archive && describeDuration(facts)),
    ...row(isJoined ? "Storage wanted" : "Storage", facts.storage),
    ...row("File", archive?.fileName),
    ...row("Size", archive && (size ? size.exact + change : "not known")),
    ...row("Backup id", facts.taskId),
    ...facts.notes.flatMap((note) => row("Note", describeNote(note))),
  ];
}

function describeAnswer({ answer, because }: Answer): string {
  return because === "" ? answer : `${answer}: ${because}`;
}

function listVerificationRows({ verification }: Outcome): Row[] {
  return [
    ...row("The portal calls it completed", describeAnswer(verification.completed)),
    ...row("The portal's history has it", describeAnswer(verification.inHistory)),
    ...row("The archive is not empty", describeAnswer(verification.notEmpty)),
  ];
}

/** The run that found an overdue one was due this long before it reported that, at most. */
const finderMs = 2 * 60_000;

/** When the next run is due, and by when its report is missing, in milliseconds since 1970. */
function findNext({ schedule, timeZone, reportedAtMs, giveUpAfterMs, notes }: ReportFacts) {
  if (typeof schedule === "string") return undefined;
  const isFoundByNext = notes.some(({ kind }) => kind === "found-overdue");
  const dueMs = findNextRun(schedule, timeZone, reportedAtMs - (isFoundByNext ? finderMs : 0));
  return { dueMs, missingMs: dueMs + giveUpAfterMs + latestReportMs };
}

function describeNext(facts: ReportFacts): string {
  const next = findNext(facts);
  if (next !== undefined) return formatMoment(next.dueMs, facts.timeZone);
  return facts.schedule === "paused" ? "none: the schedule is paused" : "not known";
}

function listNextRows(facts: ReportFacts): Row[] {
  const { portalUrl, storageType, origin, docsUrl, outcome } = facts;
  const backups = storageType && linkBackups(portalUrl);
  const log = linkLog(origin);
  const isThere = outcome.verdict === "verified" && storageType !== undefined;
  return [
    ...row("Next run", describeNext(facts)),
    ...row("Backups in the portal", backups, backups),
    ...(isThere ? docsRow("How to restore it", linkRestore(storageType, docsUrl)) : []),
    ...row("Log of this report", log && "open in CloudWatch", log),
    ...row("Log group", origin.logGroupName),
    ...row("Log stream", origin.logStreamName),
    ...row("Request id", origin.requestId),
    ...row("Run", facts.runId),
  ];
}

/** What silence would mean, and whose mail this is. */
function writeFooter(facts: ReportFacts): string[] {
  const { origin, timeZone, backupName, docsUrl = "docs" } = facts;
  const help = `${docsUrl}/runbook.md#no-mail-at-all`;
  const next = findNext(facts);
  const missing = next
    ? `If that of the next one has not come by ${formatMoment(next.missingMs, timeZone)}`
    : "If one does not come";
  return [
    `A report comes for every run. ${missing}, nothing ran or the mail was lost: see ${help}`,
    `DocSpace nightly backup ${origin.version}: backup ${backupName}, function ${origin.functionName} in ${origin.region}.`,
  ];
}

/** Puts a report into words. */
export function writeLetter(facts: ReportFacts): Letter {
  const sections: Section[] = [
    { kind: "rows", title: "Warnings", rows: listWarningRows(facts) },
    { kind: "rows", title: "What went wrong", rows: listCauseRows(facts) },
    { kind: "rows", title: "Facts", rows: listFactRows(facts) },
    { kind: "rows", title: "Verification", rows: listVerificationRows(facts.outcome) },
    // The first run on record makes no picture.
    {
      kind: "nights",
      title: "The last 14 days",
      nights: listLastNights(facts),
    },
    {
      kind: "rows",
      title: "For the nights to come",
      rows: listOutlook(facts).flatMap(([label, value]) => row(label, value)),
    },
    { kind: "rows", title: "What next", rows: listNextRows(facts) },
  ];
  return {
    status: facts.status,
    about: `${facts.portalHost}, ${readOwnNight(facts)}`,
    verdict: writeVerdict(facts),
    brief: writeBrief(facts),
    todo: writeTodo(facts),
    sections: sections.filter(
      (section) => (section.kind === "rows" ? section.rows : section.nights).length > 0,
    ),
    footer: writeFooter(facts),
  };
}
