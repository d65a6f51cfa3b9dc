import * as v from "valibot";
import type { Outcome } from "../run/outcome";
import { problemCodes, problemStages } from "../run/outcome";
import { type Run, runVersion, type Stage } from "../run/run";

/** Why a run did not end well. */
export const problem = v.object({
  stage: v.picklist(problemStages),
  code: v.picklist(problemCodes),
  httpStatus: v.optional(v.number()),
  said: v.string(),
});

const answer = v.object({ answer: v.picklist(["yes", "no", "not checked"]), because: v.string() });
const verification = v.object({ completed: answer, inHistory: answer, notEmpty: answer });

const size = v.union([
  v.object({ kind: v.literal("known"), sizeBytes: v.number() }),
  v.object({ kind: v.literal("unknown"), reason: v.string() }),
]);

const warning = v.object({
  kind: v.picklist(["portal-warning", "late-error", "late-cancel", "shrunken-archive"]),
  said: v.string(),
});

const outcome: v.GenericSchema<unknown, Outcome> = v.union([
  v.object({
    verdict: v.literal("verified"),
    archive: v.object({ id: v.string(), fileName: v.string(), size }),
    warnings: v.array(warning),
    verification,
  }),
  v.object({ verdict: v.literal("failed"), problem, verification }),
  v.object({ verdict: v.literal("unverified"), problem, verification }),
]);

const trouble = v.object({ sinceMs: v.number(), problem });

const stage: v.GenericSchema<unknown, Stage> = v.union([
  v.object({ name: v.literal("claimed"), trouble: v.optional(trouble) }),
  v.object({
    name: v.literal("posting"),
    atMs: v.number(),
    taskIdBefore: v.optional(v.string()),
    portalTimeMs: v.optional(v.number()),
    said: v.optional(v.string()),
    httpStatus: v.optional(v.number()),
    historyAtMs: v.optional(v.number()),
  }),
  v.object({
    name: v.literal("following"),
    taskId: v.string(),
    sinceMs: v.number(),
    progressPercent: v.number(),
    progressAtMs: v.number(),
    phase: v.picklist(["queued", "running", "finishing", "completed", "failed", "cancelled"]),
    absentSinceMs: v.optional(v.number()),
    trouble: v.optional(trouble),
  }),
  v.object({
    name: v.literal("reporting"),
    outcome,
    endedAtMs: v.number(),
    taskId: v.optional(v.string()),
  }),
]);

const note = v.union([
  v.object({ kind: v.picklist(["maybe-repeated", "unsaved", "unarmed", "found-overdue", "joined"]) }),
  v.object({ kind: v.literal("joined-other-storage"), storageType: v.string() }),
  v.object({ kind: v.literal("start-unanswered"), said: v.string() }),
]);

/** A run as JSON text. Refuses what another version of this function wrote. */
export const storedRun: v.GenericSchema<unknown, Run> = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    version: v.literal(runVersion),
    id: v.string(),
    trigger: v.picklist(["schedule", "manual"]),
    startedAtMs: v.number(),
    hop: v.number(),
    dueMs: v.number(),
    notes: v.array(note),
    stage,
  }),
);
