import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { readStatus } from "../run/outcome";
import type { EndedRun } from "../run/run";

/** How long an ended run is remembered. */
const keptDays = 400;

function text(name: string, value: string | undefined): Record<string, AttributeValue> {
  return value === undefined ? {} : { [name]: { S: value } };
}

function number(name: string, value: number | undefined): Record<string, AttributeValue> {
  return value === undefined ? {} : { [name]: { N: `${value}` } };
}

/**
 * The attributes of an ended run's record: status, times in milliseconds since 1970, what was made of it, and when
 * DynamoDB forgets it, in seconds since 1970.
 */
export function describeEnd({ stage, startedAtMs, trigger }: EndedRun): Record<string, AttributeValue> {
  const { outcome, endedAtMs, taskId } = stage;
  const archive = outcome.verdict === "verified" ? outcome.archive : undefined;
  const problem = outcome.verdict === "verified" ? undefined : outcome.problem;
  return {
    status: { S: readStatus(outcome) },
    trigger: { S: trigger },
    startedAtMs: { N: `${startedAtMs}` },
    endedAtMs: { N: `${endedAtMs}` },
    ...text("taskId", taskId),
    ...text("fileName", archive?.fileName),
    ...number("sizeBytes", archive?.size.kind === "known" ? archive.size.sizeBytes : undefined),
    ...text("problemStage", problem?.stage),
    ...text("problemCode", problem?.code),
    expiresAt: { N: `${Math.floor(endedAtMs / 1000) + keptDays * 86_400}` },
  };
}
