import type { Outcome, Warning } from "../run/outcome";
import { explain, lookFirst, newKey } from "./causes";
import type { ReportFacts } from "./facts";
import { formatMoment } from "./format";
import { describeShortfall } from "./outlook";

interface WarningInWords {
  /** For the subject: a few words of ASCII. */
  readonly short: string;
  /** What speaks against the archive, after "but". */
  readonly but: string;
  /** What was seen, as a label for what the portal said. */
  readonly words: string;
  readonly todo: string;
}

export const warningWords: Record<Warning["kind"], WarningInWords> = {
  "shrunken-archive": {
    short: "much smaller",
    but: "it is much smaller than those before",
    words: "Its size",
    todo: "See in the portal whether files, rooms or users are missing. If they were deleted on purpose, nothing is to be done.",
  },
  "portal-warning": {
    short: "with a warning",
    but: "the portal completed it with a warning",
    words: "The portal's warning",
    todo: "Read the warning below: parts of the portal may be missing from the archive.",
  },
  "late-error": {
    short: "with a late error",
    but: "the portal reported an error after it had saved it",
    words: "The portal's error",
    todo: "Read the error below: the archive exists, but charging for it or telling about it failed.",
  },
  "late-cancel": {
    short: "but called cancelled",
    but: "the portal calls the backup cancelled",
    words: "The portal's remark",
    todo: "Ask the portal's administrators who cancelled it, and run the backup by hand: this archive may not be whole.",
  },
  "key-expires": {
    short: "key expires soon",
    but: "the API key expires soon",
    words: "The API key",
    todo: newKey,
  },
  uncounted: {
    short: "backups not counted",
    but: "how many backups the portal's plan still allows could not be read, so that this one may have been charged",
    words: "Not counted",
    todo: "See below what the portal answered, and under Settings > Payments in the portal what was charged. If nothing more may be, pause the schedule (setting enabled) until it is mended.",
  },
  "clean-up-failed": {
    short: "older ones not deleted",
    but: "older ones could not be deleted",
    words: "The clean-up",
    todo: "Read below why. Nothing is lost by it; it is tried again after the next backup.",
  },
};

/** What happened, in one sentence. */
export function writeVerdict({ outcome, portalHost }: ReportFacts): string {
  switch (outcome.verdict) {
    case "verified": {
      const buts = outcome.warnings.map(({ kind }) => warningWords[kind].but).join(", and ");
      return buts === ""
        ? `The backup of ${portalHost} is complete and its archive is in the portal's history.`
        : `The archive of ${portalHost} is in the portal's history, but ${buts}.`;
    }
    case "failed":
      return `This run brought no backup of ${portalHost} that can be relied on: ${explain(outcome.problem).short}.`;
    case "unverified":
      return `Whether ${portalHost} has been backed up is not known: ${explain(outcome.problem).short}.`;
  }
}

/** A backup that was begun comes before the mending of what kept it from being followed. */
function listSteps({ verdict, problem }: Exclude<Outcome, { verdict: "verified" }>): string[] {
  const { next } = explain(problem);
  const isOutOfSight = verdict === "unverified" && (problem.stage === "key" || problem.stage === "settings");
  return isOutOfSight ? [lookFirst, next] : [next];
}

/** How long the portal keeps what is in its temporary storage. */
const temporaryMs = 24 * 3_600_000;

/** Whether anything is to be done, and what. */
export function writeTodo(facts: ReportFacts): string {
  const { outcome, storageType, endedAtMs, timeZone } = facts;
  const fetchIt = `Fetch the archive before ${formatMoment(endedAtMs + temporaryMs, timeZone)}: the portal deletes it then.`;
  const shortfall = describeShortfall(facts);
  const todos =
    outcome.verdict === "verified"
      ? [
          ...outcome.warnings.map(({ kind }) => warningWords[kind].todo),
          ...(storageType === "DataStore" ? [fetchIt] : []),
          ...(shortfall === undefined ? [] : [shortfall]),
        ]
      : listSteps(outcome);
  return todos.length === 0 ? "Nothing to do." : `What to do: ${todos.join(" ")}`;
}
