import { explain } from "../../lambda/report/causes";
import { formatClockTime, formatDay, formatDuration, formatSize } from "../../lambda/report/format";
import { warningWords } from "../../lambda/report/verdict";
import type { Status } from "../../lambda/run/outcome";
import type { PastRun } from "../../lambda/run/past-run";
import type { Colour, Paint } from "../terminal/paint";
import { screenWidth, wrap } from "../terminal/wrap";

const headings = ["status", "started", "duration", "size", "cause"];

/** Columns that are set flush right: numbers. */
const rightColumns: readonly string[] = ["duration", "size"];

const colours: Readonly<Record<Status, Colour>> = {
  OK: "green",
  WARNING: "yellow",
  FAILED: "red",
  UNVERIFIED: "yellow",
};

/**
 * Sets runs as a table.
 * @param runs the newest first
 * @param timeZone IANA name of the zone in which their times are told
 */
export function writeHistory(runs: readonly PastRun[], timeZone: string, paint: Paint): string[] {
  const rows = [headings, ...runs.map((run) => describe(run, timeZone))];
  const widths = headings.slice(0, -1).map((_, column) => widthOf(rows, column));
  const indent = widths.reduce((sum, width) => sum + width + 2, 0);
  return rows.flatMap((row, index) => {
    const cells = widths.map((width, column) => pad(row[column] ?? "", width, headings[column] ?? ""));
    const [first = "", ...rest] = wrap(row.at(-1) ?? "", screenWidth - indent);
    const [status = "", ...others] = cells;
    const run = runs[index - 1];
    const shown = run === undefined ? status : paint(colours[run.status], status);
    return [
      [shown, ...others, first].join("  ").trimEnd(),
      ...rest.map((line) => `${" ".repeat(indent)}${line}`),
    ];
  });
}

function describe(
  { status, startedAtMs, durationMs, sizeBytes, problem, warnings = [], trigger }: PastRun,
  timeZone: string,
) {
  const causes = [
    ...(problem === undefined ? [] : [explain(problem).short]),
    ...warnings.map((kind) => warningWords[kind].short),
    ...(trigger === "manual" ? ["by hand"] : []),
  ];
  return [
    status,
    formatStart(startedAtMs, timeZone),
    durationMs === undefined ? "" : formatDuration(durationMs),
    sizeBytes === undefined ? "" : formatSize(sizeBytes),
    causes.join("; "),
  ];
}

/** When a run began: `2026-03-01 04:30`. */
export function formatStart(startedAtMs: number, timeZone: string): string {
  return `${formatDay(startedAtMs, timeZone)} ${formatClockTime(startedAtMs, timeZone).slice(0, -3)}`;
}

function widthOf(rows: readonly (readonly string[])[], column: number): number {
  return Math.max(...rows.map((row) => row[column]?.length ?? 0));
}

function pad(cell: string, width: number, heading: string): string {
  return rightColumns.includes(heading) ? cell.padStart(width) : cell.padEnd(width);
}
