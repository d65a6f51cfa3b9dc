import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { archiveWarnings, outlookWarnings, readStatus, statuses, type Warning } from "../run/outcome";
import type { PastRun } from "../run/past-run";
import { type EndedRun, isOwn, readDurationMs } from "../run/run";
import { attempt, object, oneOf, optional, type Shape } from "../shape";
import { flagAttribute, numberAttribute, textAttribute } from "./attributes";
import { problem as problemShape } from "./run-schema";

/** How long an ended run is remembered. */
const keptDays = 400;

export const runKey = (runId: string) => ({ kind: { S: "run" }, id: { S: runId } });

function text(name: string, value: string | undefined): Record<string, AttributeValue> {
  return value === undefined ? {} : { [name]: { S: value } };
}

function number(name: string, value: number | undefined): Record<string, AttributeValue> {
  return value === undefined ? {} : { [name]: { N: `${value}` } };
}

/** Separated by commas; undefined for none. */
function listKinds(warnings: readonly Warning[]): string | undefined {
  return warnings.length === 0 ? undefined : warnings.map(({ kind }) => kind).join();
}

/**
 * The record of an ended run: its key, status, times in milliseconds since 1970, what was made of it, and when
 * DynamoDB forgets it, in seconds since 1970.
 */
export function describeEnd({
  id,
  stage,
  startedAtMs,
  trigger,
  notes,
}: EndedRun): Record<string, AttributeValue> {
  const { outcome, endedAtMs, taskId } = stage;
  const archive = outcome.verdict === "verified" ? outcome.archive : undefined;
  const problem = outcome.verdict === "verified" ? undefined : outcome.problem;
  return {
    ...runKey(id),
    status: { S: readStatus(outcome) },
    trigger: { S: trigger },
    startedAtMs: { N: `${startedAtMs}` },
    endedAtMs: { N: `${endedAtMs}` },
    ...number("durationMs", readDurationMs(startedAtMs, endedAtMs, notes)),
    ...text("taskId", taskId),
    ...text("warnings", outcome.verdict === "verified" ? listKinds(outcome.warnings) : undefined),
    isOwn: { BOOL: taskId !== undefined && isOwn(notes) },
    ...text("fileName", archive?.fileName),
    ...number("sizeBytes", archive?.size.kind === "known" ? archive.size.sizeBytes : undefined),
    ...text("problemStage", problem?.stage),
    ...text("problemCode", problem?.code),
    ...number("problemHttpStatus", problem?.httpStatus),
    ...text("problemSaid", problem?.said),
    expiresAt: { N: `${Math.floor(endedAtMs / 1000) + keptDays * 86_400}` },
  };
}

const statusWord = oneOf(...statuses);
const triggerWord = oneOf("schedule", "manual");

const warningWord = oneOf(...archiveWarnings, ...outlookWarnings);

/** Separated by commas; what another version meant by others is left out. */
const warningKinds: Shape<Warning["kind"][]> = (value, path) =>
  textAttribute(value, path)
    .split(",")
    .flatMap((kind) => attempt(warningWord, kind) ?? []);

const record = object({
  id: textAttribute,
  status: (value, path) => statusWord(textAttribute(value), path),
  trigger: (value, path) => triggerWord(textAttribute(value), path),
  startedAtMs: numberAttribute,
  endedAtMs: numberAttribute,
  durationMs: optional(numberAttribute),
  sizeBytes: optional(numberAttribute),
  taskId: optional(textAttribute),
  warnings: optional(warningKinds),
  isOwn: optional(flagAttribute),
  problemStage: optional(textAttribute),
  problemCode: optional(textAttribute),
  problemHttpStatus: optional(numberAttribute),
  problemSaid: optional(textAttribute),
});

const pastRun: Shape<PastRun> = (value) => {
  const { problemStage, problemCode, problemHttpStatus, problemSaid, ...run } = record(value);
  const problem = attempt(problemShape, {
    stage: problemStage,
    code: problemCode,
    httpStatus: problemHttpStatus,
    said: problemSaid,
  });
  return { ...run, problem };
};

/** Reads a record that some version of this function has written; undefined for one that it did not understand. */
export function readPastRun(item: Record<string, AttributeValue>): PastRun | undefined {
  return attempt(pastRun, item);
}
