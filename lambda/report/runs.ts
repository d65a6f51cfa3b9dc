import type { ReportFacts } from "./facts";
import { type NightRun, readNight } from "./nights";

function describeThis(facts: ReportFacts): NightRun {
  const { runId: id, trigger, status, startedAtMs, endedAtMs, outcome } = facts;
  const run = { id, trigger, status, startedAtMs, endedAtMs };
  if (outcome.verdict !== "verified") return { ...run, problem: outcome.problem };
  const { size } = outcome.archive;
  return size.kind === "known" ? { ...run, sizeBytes: size.sizeBytes } : run;
}

/** The reported run and those before it, the newest first. */
export function listRuns(facts: ReportFacts): [NightRun, ...NightRun[]] {
  return [describeThis(facts), ...(facts.earlier ?? [])];
}

/** The day that the reported run belongs to: `2026-03-01`. */
export function readOwnNight(facts: ReportFacts): string {
  return readNight(describeThis(facts), facts.timeZone);
}
