import { storedRun } from "../../lambda/ledger/run-schema";
import type { ArchiveSize } from "../../lambda/run/outcome";
import { beginRun, type Following, type Run } from "../../lambda/run/run";
import { attempt } from "../../lambda/shape";
import { allNotes } from "./run/all-notes";

const begun = beginRun({ id: "night", trigger: "schedule", startedAtMs: 1, dueMs: 2 });

/** What a later invocation, or a later version, would read of a run. */
const readBack = (run: object) => attempt(storedRun, JSON.stringify(run));

describe("a stored run", () => {
  it.each([...allNotes])("is read back with its note: $kind", (note) => {
    expect(readBack({ ...begun, notes: [note] })?.notes).toEqual([note]);
  });

  it.each<Following["phase"]>(["queued", "running", "finishing", "completed", "failed", "cancelled"])(
    "is read back with its job's phase: %s",
    (phase) => {
      const followed = {
        name: "following",
        taskId: "a",
        sinceMs: 1,
        progressPercent: 2,
        progressAtMs: 3,
      } as const;
      expect(readBack({ ...begun, stage: { ...followed, phase } })?.stage).toMatchObject({
        ...followed,
        phase,
      });
    },
  );

  it.each<ArchiveSize>([
    { kind: "known", sizeBytes: 5 },
    { kind: "unknown", reason: "not listed" },
  ])("is read back with an archive of $kind size, and all that was proved", (size) => {
    const verification = {
      completed: { answer: "yes", because: "" },
      inHistory: { answer: "no", because: "not yet" },
      notEmpty: { answer: "not checked", because: "not listed" },
    } as const;
    const archive = { id: "a", fileName: "b", size };
    const outcome = { verdict: "verified", archive, warnings: [], verification } as const;
    const run: Run = { ...begun, stage: { name: "reporting", outcome, endedAtMs: 9 } };
    expect(readBack(run)?.stage).toMatchObject({ outcome });
  });

  it.each([0, 2, "1", undefined])("of another version is not understood: %j", (version) => {
    expect(readBack({ ...begun, version })).toBeUndefined();
    expect(() => storedRun(JSON.stringify({ ...begun, version }))).toThrow("expected version 1");
  });

  it("with a word that is not known is not understood", () => {
    expect(readBack({ ...begun, trigger: "cron" })).toBeUndefined();
    expect(readBack({ ...begun, stage: { name: "resting" } })).toBeUndefined();
    expect(readBack({ ...begun, notes: [{ kind: "lost" }] })).toBeUndefined();
  });
});
