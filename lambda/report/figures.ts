import { isVerified } from "../run/outcome";
import { type ReportFacts, recalledRuns } from "./facts";
import { compareSizes, formatAge, formatDay, formatDuration, formatOrdinal, formatSize } from "./format";
import { readStreak } from "./runs";

/** How long the backup took; undefined where the run cannot tell. */
export function describeDuration({ durationMs }: ReportFacts): string | undefined {
  return durationMs === undefined ? undefined : formatDuration(durationMs);
}

/** The size of an archive, for people. */
export interface SizeInWords {
  /** `4.2 GB` */
  readonly size: string;
  /** `4.2 GB (4,212,345,678 bytes)` */
  readonly exact: string;
  /** `3 % more than the backup before`; empty where no earlier size is known. */
  readonly change: string;
  /** The earlier size: `4.1 GB`; empty where it is not known. */
  readonly before: string;
}

/** Undefined where there is no archive, or its size is not known. */
export function describeSize({ outcome, earlier = [] }: ReportFacts): SizeInWords | undefined {
  if (outcome.verdict !== "verified" || outcome.archive.size.kind === "unknown") return undefined;
  const { sizeBytes } = outcome.archive.size;
  const beforeBytes = earlier.find((run) => isVerified(run) && run.sizeBytes)?.sizeBytes;
  return {
    size: formatSize(sizeBytes),
    exact: `${formatSize(sizeBytes)} (${sizeBytes.toLocaleString("en")} bytes)`,
    change: beforeBytes ? `${compareSizes(sizeBytes, beforeBytes)} the backup before` : "",
    before: beforeBytes ? formatSize(beforeBytes) : "",
  };
}

/** `after 3 failed nights`, where a verified run is the first one again; else undefined. */
export function describeRecovery(facts: ReportFacts): string | undefined {
  const { failed, total } = readStreak(facts);
  if (facts.outcome.verdict !== "verified" || total === 0) return undefined;
  const nights = `${total}${total === failed ? " failed" : ""} night${total === 1 ? "" : "s"}`;
  return `after ${nights}${total === failed ? "" : " without a verified backup"}`;
}

/** `2nd night`, where the run is not the first one in a row that brought no verified backup; else undefined. */
export function describeRow(facts: ReportFacts): string | undefined {
  const { total } = readStreak(facts);
  return total < 2 ? undefined : `${formatOrdinal(total)} night`;
}

function describeLastVerified({ earlier, endedAtMs, timeZone }: ReportFacts): string {
  if (earlier === undefined) return "Whether there is an earlier verified backup could not be looked up.";
  const last = earlier.find(isVerified);
  if (last === undefined) {
    // The reported run itself may have been among those that were recalled.
    const isAll = earlier.length < recalledRuns - 1;
    return isAll
      ? "There is no verified backup on record."
      : `None of the last ${earlier.length} runs was verified.`;
  }
  const day = formatDay(last.endedAtMs, timeZone);
  return `The last verified backup is ${formatAge(endedAtMs - last.endedAtMs)} old (${day}).`;
}

/** The few figures that somebody who reads no further should have seen, in one or two sentences. */
export function writeBrief(facts: ReportFacts): string {
  if (facts.outcome.verdict !== "verified") {
    const row = describeRow(facts);
    const last = describeLastVerified(facts);
    return row === undefined ? last : `It is the ${row} in a row without a verified backup. ${last}`;
  }
  const size = describeSize(facts);
  const duration = describeDuration(facts);
  const recovery = describeRecovery(facts);
  const figures = [
    [size?.size, duration && `in ${duration}`].filter(Boolean).join(" "),
    size === undefined ? "its size is not known" : size.change,
    recovery && `the first one ${recovery}`,
  ];
  const sentence = figures.filter(Boolean).join(", ");
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`;
}
