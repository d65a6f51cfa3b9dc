import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import * as v from "valibot";
import { readStatus, statuses } from "../run/outcome";
import type { PastRun } from "../run/past-run";
import { type EndedRun, readDurationMs } from "../run/run";
import { numberAttribute, textAttribute } from "./attributes";
import { problem as problemSchema } from "./run-schema";

/** How long an ended run is remembered. */
const keptDays = 400;

export const runKey = (runId: string) => ({ kind: { S: "run" }, id: { S: runId } });

function text(name: string, value: string | undefined): Record<string, AttributeValue> {
  return value === undefined ? {} : { [name]: { S: value } };
}

function number(name: string, value: number | undefined): Record<string, AttributeValue> {
  return value === undefined ? {} : { [name]: { N: `${value}` } };
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
    ...text("fileName", archive?.fileName),
    ...number("sizeBytes", archive?.size.kind === "known" ? archive.size.sizeBytes : undefined),
    ...text("problemStage", problem?.stage),
    ...text("problemCode", problem?.code),
    ...number("problemHttpStatus", problem?.httpStatus),
    ...text("problemSaid", problem?.said),
    expiresAt: { N: `${Math.floor(endedAtMs / 1000) + keptDays * 86_400}` },
  };
}

const pastRun = v.pipe(
  v.object({
    id: textAttribute,
    status: v.pipe(textAttribute, v.picklist(statuses)),
    trigger: v.pipe(textAttribute, v.picklist(["schedule", "manual"])),
    startedAtMs: numberAttribute,
    endedAtMs: numberAttribute,
    durationMs: v.optional(numberAttribute),
    sizeBytes: v.optional(numberAttribute),
    problemStage: v.optional(textAttribute),
    problemCode: v.optional(textAttribute),
    problemHttpStatus: v.optional(numberAttribute),
    problemSaid: v.optional(textAttribute),
  }),
  v.transform(({ problemStage, problemCode, problemHttpStatus, problemSaid, ...run }): PastRun => {
    const problem = v.safeParse(problemSchema, {
      stage: problemStage,
      code: problemCode,
      httpStatus: problemHttpStatus,
      said: problemSaid,
    });
    return problem.success ? { ...run, problem: problem.output } : run;
  }),
);

/** Reads a record that some version of this function has written; undefined for one that it did not understand. */
export function readPastRun(item: Record<string, AttributeValue>): PastRun | undefined {
  const result = v.safeParse(pastRun, item);
  return result.success ? result.output : undefined;
}
