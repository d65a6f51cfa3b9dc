import type { ReportFacts } from "./facts";
import { type Night, type NightRun, Nights, readNight, type Streak } from "./nights";

function describeThis(facts: ReportFacts): NightRun {
  const { runId: id, trigger, status, startedAtMs, durationMs, outcome } = facts;
  const run = { id, trigger, status, startedAtMs, ...(durationMs !== undefined && { durationMs }) };
  if (outcome.verdict !== "verified") return { ...run, problem: outcome.problem };
  const { size } = outcome.archive;
  return size.kind === "known" ? { ...run, sizeBytes: size.sizeBytes } : run;
}

/** The day that the reported run belongs to: `2026-03-01`. */
export function readOwnNight(facts: ReportFacts): string {
  return readNight(describeThis(facts), facts.timeZone);
}

function lookBack(facts: ReportFacts, runs: readonly NightRun[]): Nights {
  const { schedule, timeZone } = facts;
  return new Nights(runs, typeof schedule === "string" ? undefined : schedule, timeZone);
}

/** The last fourteen days, the oldest first; none before there is an earlier run on record. */
export function listLastNights(facts: ReportFacts): Night[] {
  const { earlier = [] } = facts;
  if (earlier.length === 0) return [];
  return lookBack(facts, [describeThis(facts), ...earlier]).draw(Date.parse(readOwnNight(facts)));
}

/** The nights in a row without a verified backup, up to the reported run; before it, if it is verified itself. */
export function readStreak(facts: ReportFacts): Streak {
  const { outcome, earlier = [] } = facts;
  const runs = outcome.verdict === "verified" ? earlier : [describeThis(facts), ...earlier];
  return lookBack(facts, runs).readStreak(Date.parse(readOwnNight(facts)));
}
