import type { Answer, Outcome, Status } from "../run/outcome";
import type { Note } from "../run/run";
import { explain } from "./causes";
import type { ReportFacts } from "./facts";
import { formatDuration, formatMoment, formatSize } from "./format";

/** A report in words, in the order in which it is read; what it looks like is the renderer's work. */
export interface Letter {
  readonly status: Status;
  /** What happened, in one sentence. */
  readonly verdict: string;
  /** Whether anything is to be done, and what. */
  readonly todo: string;
  readonly sections: readonly Section[];
  readonly footer: readonly string[];
}

export interface Section {
  readonly title: string;
  readonly rows: readonly Row[];
}

export interface Row {
  readonly label: string;
  readonly value: string;
}

function row(label: string, value: string | undefined): Row[] {
  return value === undefined || value === "" ? [] : [{ label, value }];
}

function writeVerdict(facts: ReportFacts): string {
  const { outcome, portalHost, status } = facts;
  switch (outcome.verdict) {
    case "verified": {
      const but = status === "WARNING" ? ", but it needs a look" : "";
      return `The backup of ${portalHost} is complete and its archive is in the portal's history${but}.`;
    }
    case "failed":
      return `This run brought no backup of ${portalHost} that can be relied on: ${explain(outcome.problem).short}.`;
    case "unverified":
      return `Whether ${portalHost} has been backed up is not known: ${explain(outcome.problem).short}.`;
  }
}

const warnings = {
  "portal-warning": {
    words: "The portal completed the backup with a warning",
    todo: "Read the warning: parts of the portal may be missing from the archive.",
  },
  "late-error": {
    words: "The portal reported an error after it had saved the archive",
    todo: "Read the error: the archive exists, but charging for it or telling about it failed.",
  },
  "late-cancel": {
    words: "The portal calls the backup cancelled although it has the archive",
    todo: "Open the archive's page in the portal and ask who cancelled: the archive may not be whole.",
  },
} as const;

function writeTodo(outcome: Outcome): string {
  if (outcome.verdict !== "verified") return `Next step: ${explain(outcome.problem).next}`;
  return outcome.warnings.map(({ kind }) => warnings[kind].todo).join(" ") || "Nothing to do.";
}

function writeCause(outcome: Outcome): Section[] {
  if (outcome.verdict === "verified") {
    const rows = outcome.warnings.flatMap(({ kind, said }) =>
      row(warnings[kind].words, said || "without saying why"),
    );
    return rows.length === 0 ? [] : [{ title: "Warnings", rows }];
  }
  const { problem } = outcome;
  const said = problem.said === "" ? undefined : `"${problem.said}"`;
  const status = problem.httpStatus === undefined ? undefined : `HTTP ${problem.httpStatus}`;
  const words = [status, said].filter((part) => part !== undefined).join(", ");
  return [
    {
      title: "What went wrong",
      rows: [
        ...row("Stage", problem.stage),
        ...row("Likely cause", explain(problem).cause),
        ...row("What was said", words),
      ],
    },
  ];
}

function describeNote(note: Note): string {
  switch (note.kind) {
    case "maybe-repeated":
      return "This report may have been sent before: the function was interrupted while it was sending it.";
    case "unarmed":
      return "The function could not arrange to be called again, so it could watch for two minutes only. Its log says why; its role may lack the permission to create schedules.";
    case "unsaved":
      return "The ledger of runs could not be used for a while: this may not be the only report of this run.";
    case "found-overdue":
      return "The function was not called to look after this run in time; a later run found it. It may have been reported before.";
    case "joined":
      return "A backup was running already; this run followed it instead of starting another.";
    case "joined-other-storage":
      return `A backup to ${note.storageType} was running already; this one was started after it.`;
    case "start-unanswered":
      return `The portal did not confirm the request for the backup${note.said === "" ? "" : ` (${note.said})`}; it was not repeated, and the backup was found by looking.`;
  }
}

function writeFacts(facts: ReportFacts): Section {
  const { outcome, timeZone, startedAtMs, endedAtMs, taskId } = facts;
  const archive = outcome.verdict === "verified" ? outcome.archive : undefined;
  const size = archive?.size.kind === "known" ? formatSize(archive.size.sizeBytes) : undefined;
  const exact =
    archive?.size.kind === "known" ? ` (${archive.size.sizeBytes.toLocaleString("en")} bytes)` : "";
  return {
    title: "Facts",
    rows: [
      ...row("Portal", facts.portalUrl),
      ...row("Started by", facts.trigger === "schedule" ? "the schedule" : "hand"),
      ...row("Started", formatMoment(startedAtMs, timeZone)),
      ...row("Finished", formatMoment(endedAtMs, timeZone)),
      ...row("Duration", formatDuration(endedAtMs - startedAtMs)),
      ...row("Storage", facts.storage),
      ...row("File", archive?.fileName),
      ...row("Size", archive === undefined ? undefined : size === undefined ? "not known" : size + exact),
      ...row("Backup id", taskId),
      ...facts.notes.flatMap((note) => row("Note", describeNote(note))),
    ],
  };
}

function describeAnswer({ answer, because }: Answer): string {
  return because === "" ? answer : `${answer}: ${because}`;
}

function writeVerification({ verification }: Outcome): Section {
  return {
    title: "Verification",
    rows: [
      ...row("Completed, says the portal", describeAnswer(verification.completed)),
      ...row("In the portal's history", describeAnswer(verification.inHistory)),
      ...row("Archive not empty", describeAnswer(verification.notEmpty)),
    ],
  };
}

/** Puts a report into words. */
export function writeLetter(facts: ReportFacts): Letter {
  const { outcome, origin } = facts;
  return {
    status: facts.status,
    verdict: writeVerdict(facts),
    todo: writeTodo(outcome),
    sections: [
      ...writeCause(outcome),
      writeFacts(facts),
      writeVerification(outcome),
      {
        title: "Where to look",
        rows: [
          ...row("Backups in the portal", `${facts.portalUrl}/portal-settings/backup/data-backup`),
          ...row("Run", facts.runId),
          ...row("Log group", origin.logGroupName),
          ...row("Log stream", origin.logStreamName),
          ...row("Request id", origin.requestId),
        ],
      },
    ],
    footer: [
      `DocSpace nightly backup ${origin.version}, function ${origin.functionName}.`,
      "One report comes for every run. A night without one means that nothing ran or that the mail was lost: look at the log then.",
    ],
  };
}
