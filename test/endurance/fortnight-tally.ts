import { type Status, statuses } from "../../lambda/run/outcome";
import type { SentMail } from "../../local/aws/ses";
import { findUntoldRepeats, groupByRun } from "../simulation/promises";
import { type Fortnight, type FortnightNight, nightCount } from "./fortnight";
import { countEach, type Row, writeTable } from "./table";

const alarmNames = ["EventUndelivered", "FunctionFailed", "NoVerifiedBackup"] as const;
type AlarmName = (typeof alarmNames)[number];

/** How somebody learnt what became of a night: by its report's first word, by an alarm and no report, or not at all. */
type Told = Status | AlarmName | "gap" | "lost";

/** A fortnight, judged night by night. */
export interface FortnightTally {
  readonly told: readonly Told[];
  /** Requests for a backup that the portal may have accepted, from each night's event to the next. */
  readonly posts: readonly number[];
  readonly reports: ReadonlyMap<string, readonly Report[]>;
  /** Reports that say OK or WARNING of a backup that the portal does not have. */
  readonly unproven: readonly string[];
}

interface Report {
  readonly runId: string;
  readonly status: Status;
  readonly backupId: string | undefined;
  readonly text: string;
}

function readReport({ subject, text = "" }: SentMail): Report {
  const status = statuses.find((candidate) => subject.startsWith(`[${candidate}] `));
  const [, runId] = /^ {2}Run {2,}(.+)$/m.exec(text) ?? [];
  if (status === undefined || runId === undefined) throw new Error(`not a report: ${subject}`);
  return { runId, status, backupId: /Backup id\s+(\S+)/.exec(text)?.[1], text };
}

export function tallyFortnight({
  nights,
  lived,
  mails,
  postsMs,
  backupIds,
  notices,
}: Fortnight): FortnightTally {
  const all = mails.map(readReport);
  const reports = groupByRun(all);
  const isRung = (name: AlarmName, fromMs: number, toMs: number) =>
    notices.some(
      ({ alarm, to, atMs }) =>
        alarm.logicalId.includes(name) && to === "ALARM" && atMs >= fromMs && atMs < toMs,
    );

  const failures = lived.flatMap(({ invocations }) =>
    invocations.filter(({ outcome }) => outcome === "failed"),
  );
  /** An alarm on errors tells of a run only if one of that run's invocations failed. */
  const isTellingOf = (name: AlarmName, runId: string) =>
    name !== "FunctionFailed" ||
    failures.some(({ logLines }) => logLines.some((line) => line.includes(runId)));

  function judge({ runId, dueMs, nextDueMs }: FortnightNight): Told {
    const report = reports.get(runId)?.at(-1);
    if (report !== undefined) return report.status;
    const alarm = alarmNames.find((name) => isRung(name, dueMs, nextDueMs) && isTellingOf(name, runId));
    if (alarm !== undefined) return alarm;
    // The next report shows the day as one without a run.
    const next = mails.find(({ atMs }) => atMs > nextDueMs);
    const date = new Date(dueMs).toUTCString().replace(",", "").slice(0, 10);
    return next?.text?.match(new RegExp(`^ *${date} +- +no run$`, "m")) ? "gap" : "lost";
  }

  return {
    told: nights.map(judge),
    posts: nights.map(
      ({ dueMs, nextDueMs }) => postsMs.filter((atMs) => atMs >= dueMs && atMs < nextDueMs).length,
    ),
    reports,
    unproven: all
      .filter(({ status, backupId = "" }) => ["OK", "WARNING"].includes(status) && !backupIds.has(backupId))
      .map(({ runId }) => runId),
  };
}

/** What a fortnight did not keep of what is promised, and what in its tally does not add up. */
export function findFortnightBreaches(fortnight: Fortnight, tally: FortnightTally): string[] {
  const { nights, mails, lived, isAtRest } = fortnight;
  const lost = nights.filter((_, index) => tally.told[index] === "lost").map(({ runId }) => runId);
  const twice = nights.filter((_, index) => (tally.posts[index] ?? 0) > 1).map(({ runId }) => runId);
  const untold = findUntoldRepeats({ mails: [...tally.reports.values()].flat() });
  const told = sum([...countEach(tally.told).values()]);
  return [
    ...lost.map((runId) => `nobody was told of the night ${runId}`),
    ...twice.map((runId) => `more than one request for the night ${runId}`),
    ...tally.unproven.map((runId) => `a report says that there is a backup of ${runId}, and there is none`),
    ...untold.map(({ runId }) => `a second report of ${runId} does not say so`),
    ...lived.flatMap(({ denials }) => denials),
    ...(isAtRest ? [] : ["a run is still active"]),
    ...(nights.length === nightCount && told === nightCount ? [] : [`${told} of ${nights.length} nights`]),
    ...(sum([...tally.reports.values()].map(({ length }) => length)) === mails.length ? [] : ["lost mails"]),
  ];
}

const sum = (figures: readonly number[]): number => figures.reduce((total, figure) => total + figure, 0);

const toldNames: readonly (readonly [Told, string])[] = [
  ...statuses.map((status) => [status, `reported ${status}`] as const),
  ["FunctionFailed", "told by the alarm on errors alone"],
  ["EventUndelivered", "told by the alarm on undelivered events"],
  ["NoVerifiedBackup", "told by the alarm that no backup was verified: nothing had run"],
  ["gap", "told by the next report, as a day without a run"],
  ["lost", "**told by nobody**"],
];

/** What came of a fortnight, for the page. */
export function writeFortnight({ nights, mails, lived }: Fortnight, tally: FortnightTally): string {
  const counts = countEach(tally.told);
  const invocations = lived.flatMap((night) => night.invocations);
  return `${writeTable("the nights", [
    ["nights", nights.length],
    ...toldNames.map(([told, words]): Row => [words, counts.get(told) ?? 0]),
    ["invocations", invocations.length],
    ["invocations that failed", invocations.filter(({ outcome }) => outcome === "failed").length],
    ["requests for a backup that the portal may have accepted", sum(tally.posts)],
    ["**nights with two**", tally.posts.filter((count) => count > 1).length],
    ["reports mailed, those of two calm nights after it included", mails.length],
    ["reports that repeat another, and one of the two says so", mails.length - tally.reports.size],
  ])}\n`;
}
