import { archiveWarnings, type Outcome, outlookWarnings, problemCodes, problemStages } from "../run/outcome";
import { type Note, type Run, runVersion, type Stage } from "../run/run";
import { either, flag, json, list, number, object, oneOf, optional, type Shape, shape, text } from "../shape";

/** Why a run did not end well. */
export const problem = object({
  stage: oneOf(...problemStages),
  code: oneOf(...problemCodes),
  httpStatus: optional(number),
  said: text,
});

const answer = object({ answer: oneOf("yes", "no", "not checked"), because: text });
const verification = object({ completed: answer, inHistory: answer, notEmpty: answer });

const size = either(
  object({ kind: oneOf("known"), sizeBytes: number }),
  object({ kind: oneOf("unknown"), reason: text }),
);

const warning = object({ kind: oneOf(...archiveWarnings, ...outlookWarnings), said: text });

const verified = object({
  verdict: oneOf("verified"),
  archive: object({ id: text, fileName: text, size }),
  warnings: list(warning),
  verification,
});

const outcome: Shape<Outcome> = either(
  verified,
  either(
    object({ verdict: oneOf("failed"), problem, verification }),
    object({ verdict: oneOf("unverified"), problem, verification }),
  ),
);

const trouble = optional(object({ sinceMs: number, problem }));

const claimed = object({ name: oneOf("claimed"), trouble });

const posting = object({
  name: oneOf("posting"),
  atMs: number,
  taskIdBefore: optional(text),
  portalTimeMs: optional(number),
  said: optional(text),
  httpStatus: optional(number),
  historyAtMs: optional(number),
});

const following = object({
  name: oneOf("following"),
  taskId: text,
  sinceMs: number,
  progressPercent: number,
  progressAtMs: number,
  phase: oneOf("queued", "running", "finishing", "completed", "failed", "cancelled"),
  absentSinceMs: optional(number),
  trouble,
});

const ended = { endedAtMs: number, taskId: optional(text) };

const oldBackups = list(object({ id: text, fileName: text }));

const cleaningUp = object({ name: oneOf("cleaning-up"), outcome: verified, ...ended, planned: oldBackups });

const reporting = object({ name: oneOf("reporting"), outcome, ...ended });

const stage: Shape<Stage> = either(
  either(claimed, posting),
  either(following, either(cleaningUp, reporting)),
);

const foresight = object({
  atMs: optional(number),
  allowance: optional(
    object({
      freeAllowed: number,
      freeUsed: number,
      paid: optional(number),
      pays: optional(flag),
      untold: optional(text),
    }),
  ),
  uncounted: optional(text),
  key: optional(object({ name: text, expiresAtMs: optional(number) })),
  plan: optional(object({ state: text, dueMs: optional(number) })),
});

const note: Shape<Note> = either(
  object({ kind: oneOf("maybe-repeated", "unsaved", "unarmed", "found-overdue", "joined", "maybe-joined") }),
  either(
    object({ kind: oneOf("joined-other-storage"), storageType: text }),
    object({ kind: oneOf("start-unanswered"), said: text }),
  ),
);

const run = object({
  version: shape(`version ${runVersion}`, (value) => value === runVersion),
  id: text,
  trigger: oneOf("schedule", "manual"),
  startedAtMs: number,
  hop: number,
  dueMs: number,
  notes: list(note),
  foresight: optional(foresight),
  deleted: optional(oldBackups),
  stage,
});

/** A run as JSON text. Refuses what another version of this function wrote. */
export const storedRun: Shape<Run> = (value) => run(json(value));
