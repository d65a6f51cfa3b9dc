import { statuses } from "../../lambda/run/outcome";
import { minuteMs } from "../monitoring/nights";
import { findDoubleStarts, groupByRun } from "../simulation/promises";
import { countEach, type Row, writeTable } from "./table";
import type { LivedYear } from "./year";
import { isFailed, type Told, type YearTally } from "./year-tally";

const toldNames: readonly (readonly [Told, string])[] = [
  ...statuses.map((status) => [status, `reported ${status}`] as const),
  [
    "FunctionFailed",
    "told by the alarm on errors alone: dropped, killed again and again, or no mail was taken",
  ],
  ["EventUndelivered", "told by the alarm on undelivered events"],
  ["NoVerifiedBackup", "told by the alarm that no backup was verified: nothing had run"],
  ["another run", "left to a run that was under way, or made good by hand, and told by its report or alarm"],
  ["gap", "told by the next report, as a day without a run: nothing had run, and too soon for the alarm"],
  ["lost", "**told by nobody**"],
];

function listTold(told: readonly Told[]): Row[] {
  const counts = countEach(told);
  return toldNames.map(([name, words]): Row => [words, counts.get(name) ?? 0]);
}

function listWeather({ world, nights, clicks, starts }: LivedYear): Row[] {
  const events = countEach(nights.map(({ weather }) => weather.event.kind));
  const began = countEach(starts.map(({ kind }) => kind));
  const jobs = countEach(world.portal.plans.map(({ end }) => end.kind));
  const wakeUps = world.dueWakeUps;
  return [
    ["nights with no trouble at all", nights.filter(({ weather }) => weather.troubleShare === 0).length],
    ["events more than a minute late", events.get("late") ?? 0],
    ["events that came twice", events.get("doubled") ?? 0],
    ["events that ended in the queue", events.get("undelivered") ?? 0],
    ["events that Lambda took and dropped", events.get("dropped") ?? 0],
    ["events that never came about", events.get("missed") ?? 0],
    ["backups asked for by hand", clicks.length],
    ["backups of other administrators", nights.flatMap(({ weather }) => weather.others).length],
    ["invocations", world.invocations.length],
    [
      "processes killed, before or after any call",
      world.invocations.filter(({ end }) => end.kind === "killed").length,
    ],
    ["calls of AWS that failed, with or without effect", world.failedCalls.length],
    ["nights in which SES took no mail", nights.filter(({ weather }) => weather.isMailRefused).length],
    ["wake-ups that were lost", wakeUps.filter(({ deliveries }) => deliveries === 0).length],
    ["wake-ups that came twice", wakeUps.filter(({ deliveries }) => deliveries === 2).length],
    ["wake-ups more than a minute late", wakeUps.filter(({ lateMs }) => lateMs > minuteMs).length],
    ["outages of the portal or of its history", nights.flatMap(({ weather }) => weather.outages).length],
    ["requests for a backup that were accepted and not answered", began.get("accepted-unanswered") ?? 0],
    [
      "requests for a backup that were swallowed or refused",
      (began.get("swallowed") ?? 0) + (began.get("not-processed") ?? 0),
    ],
    ["jobs that failed, or were cancelled", (jobs.get("failed") ?? 0) + (jobs.get("cancelled") ?? 0)],
    ["jobs that froze, or vanished", (jobs.get("frozen") ?? 0) + (jobs.get("vanished") ?? 0)],
    ["jobs that ended well and left no backup", jobs.get("no-record") ?? 0],
    ["jobs that left a backup and ended with an error", jobs.get("late-error") ?? 0],
  ];
}

/** What a year looked like and what came of it, for the page. */
export function writeYear(year: LivedYear, tally: YearTally): string {
  const { world, nights, clicks, calmRunIds } = year;
  const asked = [...world.starts.values()];
  const reports = groupByRun(world.mails);
  const countReported = (runs: readonly { readonly runId: string }[]) =>
    runs.filter(({ runId }) => reports.has(runId)).length;
  const { FunctionFailed, EventUndelivered, NoVerifiedBackup } = tally.rings;
  const tables = [
    writeTable("what befell", listWeather(year)),
    writeTable("the nights", [["nights", nights.length], ...listTold(tally.nights)]),
    writeTable("the runs by hand", [
      ["runs", clicks.length],
      ...listTold(tally.clicks).filter(([, count]) => count > 0),
    ]),
    writeTable("requests, reports and alarms", [
      [
        "requests for a backup that the portal may have accepted",
        asked.reduce((sum, count) => sum + count, 0),
      ],
      ["runs that made one", asked.length],
      ["**runs that made two**", findDoubleStarts(world).length],
      ["reports mailed", world.mails.length],
      ["nights that they report", countReported(nights)],
      ["runs by hand that they report", countReported(clicks)],
      [
        "calm nights after the year that they report",
        calmRunIds.filter((runId) => reports.has(runId)).length,
      ],
      ["reports that repeat another, and one of the two says so", world.mails.length - reports.size],
      ["invocations that failed", world.invocations.filter(isFailed).length],
      ["times that the alarm on errors rang", FunctionFailed.length],
      ["times that the alarm on undelivered events rang", EventUndelivered.length],
      ["times that the alarm on the missing backup rang", NoVerifiedBackup.length],
    ]),
  ];
  return `${tables.join("\n\n")}\n`;
}
