import { findDecisive, type RecordedInvocation } from "../../../local/rehearsal/decisive-invocation";

type Kind = "succeeded" | "failed" | "crashed";

function record(requestId: string, kind: Kind, startedMs: number, endedMs: number): RecordedInvocation {
  const errorType = kind === "crashed" ? "Runtime.ExitError" : "BackupError";
  const common = { requestId, logStreamName: "", durationMs: 1, billedDurationMs: 1, maxMemoryBytes: 1 };
  const result =
    kind === "succeeded"
      ? { ...common, logLines: [], outcome: kind, payload: null }
      : { ...common, logLines: [], outcome: "failed" as const, errorType, errorMessage: "" };
  return { result, startedMs, endedMs };
}

const first = record("first", "succeeded", 0, 10);

test.each<[string, RecordedInvocation[], number | undefined, string | undefined]>([
  ["none, there is none", [], undefined, undefined],
  ["several and no mail, it is the last", [first, record("last", "failed", 20, 30)], undefined, "last"],
  [
    "one that mails and one that finds nothing to do afterwards, it is the one that mailed",
    [first, record("mailing", "failed", 20, 30), record("idle", "succeeded", 40, 50)],
    25,
    "mailing",
  ],
  [
    "two at the same time, it is the one that failed",
    [record("idle", "succeeded", 24, 26), record("mailing", "failed", 20, 30)],
    25,
    "mailing",
  ],
  [
    "one that was killed after it had mailed, it is the next that could speak",
    [
      record("killed", "crashed", 20, 30),
      record("killed too", "crashed", 40, 50),
      record("next", "failed", 60, 70),
      record("idle", "succeeded", 80, 90),
    ],
    25,
    "next",
  ],
  [
    "one that was killed after it had mailed and nothing more, it is that",
    [first, record("killed", "crashed", 20, 30)],
    25,
    "killed",
  ],
])("of %s that decides", (_title, invocations, mailMs, requestId) => {
  expect(findDecisive(invocations, mailMs)?.requestId).toBe(requestId);
});
