import { ApiKeyError } from "../../../lambda/portal/api-key";
import { DownloadLink } from "../../../lambda/portal/download-link";
import type { Trouble } from "../../../lambda/portal/portal-error";
import { backUp } from "../../../lambda/run/back-up";
import { type Problem, readStatus } from "../../../lambda/run/outcome";
import type { PastRun } from "../../../lambda/run/past-run";
import { LedgerError } from "../../../lambda/run/ports";
import { pursue } from "../../../lambda/run/pursue";
import { beginRun, type EndedRun, type Posting, type Reporting, type Run } from "../../../lambda/run/run";
import { playScript, portalError, record, type Script, showJob, startMs, taskId } from "./scripted-ports";

const manual = { mode: "backup", trigger: "manual" } as const;

/** A job that starts when asked for, and ends so after so many seconds. */
function endAfter(seconds: number, end: ReturnType<typeof showJob> | undefined): Script["slot"] {
  return (second, started) => {
    if (!started) return undefined;
    return second < seconds ? showJob("running", { progressPercent: Math.floor(second) }) : end;
  };
}

const report = (run: EndedRun) => Promise.resolve(run);

function begin(): Run {
  return beginRun({ id: "night", trigger: "schedule", startedAtMs: startMs, dueMs: startMs + 130_000 });
}

async function play(script: Script) {
  const stage = playScript(script);
  const result = await backUp(manual, "request-1", stage.work, report);
  if (result.kind !== "reported") throw new Error(`the run was not reported: ${result.kind}`);
  const run = result.told;
  return { ...stage, run, end: run.stage, status: readStatus(run.stage.outcome) };
}

function problemOf({ outcome }: Reporting): Problem {
  if (outcome.verdict === "verified") throw new Error("the backup was verified");
  return outcome.problem;
}

function postingAt(fields: Partial<Posting>): Run {
  return { ...begin(), stage: { name: "posting", atMs: startMs, ...fields } };
}

describe("a backup that goes well", () => {
  it("is started once, followed, found in the history and measured", async () => {
    const { run, status, requests, happened } = await play({ slot: endAfter(20, showJob("completed")) });
    expect(status).toBe("OK");
    expect(requests).toEqual([{ storageType: "Documents", storageParams: { folderId: "77" }, dump: false }]);
    expect(run.stage).toMatchObject({
      taskId,
      outcome: {
        verdict: "verified",
        archive: { id: taskId, fileName: record.fileName, size: { kind: "known", sizeBytes: 4_200_000_000 } },
        verification: {
          completed: { answer: "yes" },
          inHistory: { answer: "yes" },
          notEmpty: { answer: "yes", because: "4,200,000,000 bytes" },
        },
      },
    });
    expect(happened.filter((name) => name === "history")).toHaveLength(1);
  });

  it("saves each stage before the act that it names", async () => {
    const { happened } = await play({ slot: endAfter(3, showJob("completed")) });
    const acts = happened.filter((name) => name === "start" || name.startsWith("save"));
    expect(acts).toEqual(["save posting", "start", "save following", "save reporting"]);
  });

  it("costs a 20-second backup at most 20 requests", async () => {
    const { happened } = await play({ slot: endAfter(20, showJob("completed")) });
    const requests = happened.filter((name) => !/^(save|log) /.test(name));
    expect(requests.length).toBeLessThanOrEqual(20);
  });

  it("asks no portal for its own folder when the settings name one", async () => {
    const wanted = { storageParams: { folderId: "42" } };
    const { requests, happened } = await play({ slot: endAfter(3, showJob("completed")), wanted });
    expect(requests).toEqual([{ storageType: "Documents", storageParams: { folderId: "42" }, dump: false }]);
    expect(happened).not.toContain("my documents");
  });

  it("to another storage is asked for with what the settings name, and with no folder of the portal", async () => {
    const wanted = { storageType: "DataStore", storageParams: {} } as const;
    const { requests, happened } = await play({ slot: endAfter(3, showJob("completed")), wanted });
    expect(requests).toEqual([{ storageType: "DataStore", storageParams: {}, dump: false }]);
    expect(happened).not.toContain("my documents");
  });

  it("reads the size from the link that the portal shows to the archive", async () => {
    const link = new DownloadLink("/storage/a");
    const script = {
      slot: endAfter(3, showJob("completed", { link })),
      history: () => [{ ...record, storageType: "DataStore" } as const],
      wanted: { storageType: "DataStore", storageParams: {} } as const,
    };
    const { end, happened } = await play(script);
    expect(end.outcome).toMatchObject({ archive: { size: { kind: "known", sizeBytes: 5_000_000_000 } } });
    expect(happened).not.toContain("list");
    const refused = await play({
      ...script,
      measure: () => {
        throw portalError({ kind: "refused", status: 403, said: "" });
      },
    });
    expect(refused.status).toBe("OK");
    expect(refused.end.outcome.verification.notEmpty.because).toContain("HTTP 403");
  });

  it("does not doubt an archive that is in the history, whatever hinders the reading of its size", async () => {
    for (const error of [new TypeError("broken"), new ApiKeyError("arn", "secret-unreadable", "denied")]) {
      const { status, end } = await play({
        slot: endAfter(3, showJob("completed")),
        files: () => {
          throw error;
        },
      });
      expect(status).toBe("OK");
      expect(end.outcome.verification.notEmpty).toEqual({ answer: "not checked", because: error.message });
    }
  });

  it("warns of an archive that is much smaller than those before it", async () => {
    const before = [4_300_000_000, 4_200_000_000, 4_100_000_000].map((sizeBytes, index): PastRun => {
      const startedAtMs = startMs - (index + 1) * 86_400_000;
      return {
        id: `${index}`,
        trigger: "schedule",
        status: "OK",
        startedAtMs,
        endedAtMs: startedAtMs,
        sizeBytes,
      };
    });
    const script = {
      slot: endAfter(3, showJob("completed")),
      files: () => [{ title: record.fileName, sizeBytes: 2_000_000_000 }],
    };
    const shrunken = await play({ ...script, lastRuns: () => before });
    expect(shrunken.status).toBe("WARNING");
    expect(shrunken.end.outcome).toMatchObject({ warnings: [{ kind: "shrunken-archive" }] });
    const unknown = await play({
      ...script,
      lastRuns: () => {
        throw new LedgerError("denied");
      },
    });
    expect(unknown.status).toBe("OK");
    const unmeasured = await play({ ...script, files: () => [], lastRuns: () => before });
    expect(unmeasured.status).toBe("OK");
  });

  it("tells both the portal's warning and its late error", async () => {
    const { end } = await play({
      slot: endAfter(3, showJob("failed", { error: "no mail", warning: "2 files" })),
    });
    expect(end.outcome).toMatchObject({
      warnings: [
        { kind: "portal-warning", said: "2 files" },
        { kind: "late-error", said: "no mail" },
      ],
    });
  });

  it("is OK with a size that cannot be had, and says why", async () => {
    const unlisted = await play({ slot: endAfter(3, showJob("completed")), files: () => [] });
    expect(unlisted.status).toBe("OK");
    expect(unlisted.end.outcome.verification.notEmpty).toEqual({
      answer: "not checked",
      because: "the file is not listed in its folder",
    });
    const refused = await play({
      slot: endAfter(3, showJob("completed")),
      files: () => {
        throw portalError({ kind: "refused", status: 403, said: "Access denied" });
      },
    });
    expect(refused.status).toBe("OK");
    expect(refused.end.outcome.verification.notEmpty.because).toContain("HTTP 403: Access denied");
    const elsewhere = await play({
      slot: endAfter(3, showJob("completed")),
      history: () => [{ ...record, storageType: undefined }],
      wanted: { storageType: "Local", storageParams: { filePath: "/backup" } },
    });
    expect(elsewhere.status).toBe("OK");
    expect(elsewhere.end.outcome.verification.notEmpty.because).toBe(
      "the portal does not tell the size of a backup to Local",
    );
  });
});

describe("what the slot and the history say of an ended job", () => {
  it.each([
    ["a warning of the portal", showJob("completed", { warning: "2 files" }), "portal-warning", "2 files"],
    [
      "an error after the archive was saved",
      showJob("failed", { error: "no mail" }),
      "late-error",
      "no mail",
    ],
    [
      "a cancel after the archive was saved",
      showJob("cancelled", { warning: "by hand" }),
      "late-cancel",
      "by hand",
    ],
  ])("is a WARNING for %s when the history has the record", async (_, end, kind, said) => {
    const { status, end: stage } = await play({ slot: endAfter(3, end) });
    expect(status).toBe("WARNING");
    expect(stage.outcome).toMatchObject({ warnings: [{ kind, said }] });
  });

  it("waits for the end of a job that calls itself complete and may still report an error", async () => {
    const { status, end } = await play({
      slot: (second, started) => {
        if (!started) return undefined;
        if (second < 5) return showJob("running");
        return second < 7 ? showJob("finishing") : showJob("failed", { error: "no mail" });
      },
    });
    expect(status).toBe("WARNING");
    expect(end.outcome).toMatchObject({ warnings: [{ kind: "late-error", said: "no mail" }] });
  });

  it("does not wait for ever for a job that calls itself complete", async () => {
    const { status, second } = await play({ slot: endAfter(5, showJob("finishing")) });
    expect(status).toBe("OK");
    expect(second()).toBeLessThan(15);
  });

  it.each([
    ["an error", showJob("failed", { error: "disk full" }), "backup-error", "disk full"],
    ["a cancel", showJob("cancelled", { warning: "cancelled by admin" }), "cancelled", "cancelled by admin"],
  ])("is FAILED at once for %s when the history lacks it", async (_, end, code, said) => {
    const { status, end: stage, second } = await play({ slot: endAfter(3, end), history: () => [] });
    expect(status).toBe("FAILED");
    expect(problemOf(stage)).toEqual({ stage: "verify", code, said });
    expect(second()).toBeLessThan(10);
  });

  it.each([
    ["completed", showJob("completed"), "not-in-history"],
    ["vanished", undefined, "vanished"],
    ["replaced", showJob("running", { taskId: "another" }), "replaced"],
  ])("is FAILED for a job that %s only after two looks a minute apart", async (_, end, code) => {
    const seconds: number[] = [];
    const { status, end: stage } = await play({
      slot: endAfter(10, end),
      history: (second) => {
        seconds.push(second);
        return [];
      },
    });
    expect(status).toBe("FAILED");
    expect(problemOf(stage)).toEqual({ stage: "verify", code, said: "" });
    expect(seconds).toHaveLength(2);
    expect(Number(seconds[1]) - Number(seconds[0])).toBeGreaterThanOrEqual(60);
  });

  it("is OK for a job that left the slot and is found in the history", async () => {
    expect((await play({ slot: endAfter(10, undefined) })).status).toBe("OK");
  });

  it("forgets an absence when the job turns up again", async () => {
    const { status } = await play({
      slot: (second, started) =>
        !started
          ? undefined
          : second < 5 || (second > 60 && second < 70)
            ? showJob("running")
            : second < 60
              ? undefined
              : showJob("completed"),
      history: (second) => (second > 70 ? [record] : []),
    });
    expect(status).toBe("OK");
  });

  it("is UNVERIFIED when there is no time for the second look", async () => {
    const { status, end } = await play({ slot: endAfter(70, showJob("completed")), history: () => [] });
    expect(status).toBe("UNVERIFIED");
    expect(problemOf(end)).toMatchObject({ stage: "verify", code: "not-in-history" });
  });

  it("is FAILED for an archive of no bytes", async () => {
    const { status, end } = await play({
      slot: endAfter(3, showJob("completed")),
      files: () => [{ title: record.fileName, sizeBytes: 0 }],
    });
    expect(status).toBe("FAILED");
    expect(problemOf(end)).toMatchObject({ stage: "verify", code: "empty-archive" });
    expect(end.outcome.verification.notEmpty).toEqual({ answer: "no", because: "0 bytes" });
  });
});

describe("what was proved is told question by question", () => {
  const notThere = { answer: "not checked", because: "there is no archive" };
  const size = { answer: "yes", because: "4,200,000,000 bytes" };
  const yes = { answer: "yes", because: "" };
  const no = (because: string) => ({ answer: "no", because });
  const ends = [
    ["completed", showJob("completed"), yes],
    ["called itself complete for good", showJob("finishing"), yes],
    ["ended with an error", showJob("failed"), no("the portal reports an error")],
    ["was cancelled", showJob("cancelled"), no("the portal reports that it was cancelled")],
    ["left the slot", undefined, no("the portal shows no backup any more")],
    [
      "made room for another",
      showJob("running", { taskId: "another" }),
      no("the portal shows another backup"),
    ],
  ] as const;

  it.each(ends)("of a job that %s and is in the history", async (_, shown, completed) => {
    const { end } = await play({ slot: endAfter(3, shown) });
    expect(end.outcome.verification).toEqual({ completed, inHistory: yes, notEmpty: size });
  });

  it.each(ends)("of a job that %s and is not", async (_, shown, completed) => {
    const { end } = await play({ slot: endAfter(3, shown), history: () => [] });
    expect(end.outcome.verification).toEqual({ completed, inHistory: no(""), notEmpty: notThere });
  });

  it("of a job that had no time to come into the history", async () => {
    const { end } = await play({ slot: endAfter(70, showJob("completed")), history: () => [] });
    const verification = { completed: yes, inHistory: no("not yet"), notEmpty: notThere };
    expect(end.outcome).toMatchObject({ verdict: "unverified", verification });
  });

  it("of a job whose history could not be read", async () => {
    const refuse = () => {
      throw portalError({ kind: "failing", status: 504, said: "" });
    };
    const { end } = await play({ slot: endAfter(3, showJob("completed")), history: refuse });
    const unread = { answer: "not checked", because: "the portal's history could not be read" };
    expect(end.outcome.verification).toEqual({ completed: yes, inHistory: unread, notEmpty: unread });
  });

  it("of a backup that went to another storage", async () => {
    const history = () => [{ ...record, storageType: "DataStore" as const }];
    const { end } = await play({ slot: endAfter(3, showJob("completed")), history });
    expect(problemOf(end)).toEqual({ stage: "start", code: "other-storage", said: "DataStore" });
    const inHistory = no("only a backup to DataStore, which is not this one");
    expect(end.outcome.verification).toEqual({ completed: yes, inHistory, notEmpty: notThere });
  });
});

describe("a backup that was running already", () => {
  const other = "99999999-0000-0000-0000-000000000000";

  it("is joined, and nothing is started", async () => {
    const { status, requests, run } = await play({
      slot: (second) => showJob(second < 10 ? "running" : "completed"),
    });
    expect(status).toBe("OK");
    expect(requests).toEqual([]);
    expect(run.notes).toEqual([{ kind: "joined" }]);
  });

  it("to another storage is waited for, and the wanted one started after it, once", async () => {
    const { status, requests, run } = await play({
      slot: (second, started) =>
        started
          ? showJob(second < 30 ? "running" : "completed")
          : showJob(second < 10 ? "running" : "completed", { taskId: other }),
      history: () => [{ ...record, id: other, storageType: "DataStore" }, record],
    });
    expect(status).toBe("OK");
    expect(requests).toHaveLength(1);
    expect(run.notes).toEqual([{ kind: "joined-other-storage", storageType: "DataStore" }]);
  });

  it("to another storage leaves what else was noted of the run", async () => {
    const stage = { name: "following", taskId: other, sinceMs: startMs, progressPercent: 10 } as const;
    const notes: Run["notes"] = [{ kind: "found-overdue" }, { kind: "joined" }];
    const run: Run = { ...begin(), notes, stage: { ...stage, progressAtMs: startMs, phase: "running" } };
    const { work } = playScript({
      slot: (_, started) => (started ? showJob("completed") : undefined),
      history: () => [{ ...record, id: other, storageType: "DataStore" }, record],
    });
    const ended = await pursue(run, false, work);
    expect(ended.notes.map(({ kind }) => kind)).toEqual(["found-overdue", "joined-other-storage"]);
  });

  it("to another storage twice in a row is FAILED, and nothing is started", async () => {
    const { status, requests, end } = await play({
      slot: (second) =>
        second < 10 ? showJob("running", { taskId: other }) : showJob(second < 20 ? "running" : "completed"),
      history: () => [
        { ...record, id: other, storageType: "DataStore" },
        { ...record, storageType: "DataStore" },
      ],
      start: () => {
        throw new Error("nothing may be started");
      },
    });
    expect([status, problemOf(end).code, requests]).toEqual(["FAILED", "other-storage", []]);
  });
});

describe("a request for the backup that is not answered", () => {
  const unanswered = portalError({ kind: "unanswered", said: "time-out" });
  const refuse = () => {
    throw unanswered;
  };

  it("is not repeated: its job is found in the slot", async () => {
    const { status, requests, run } = await play({
      slot: (second, started) =>
        started && second > 8 ? showJob(second < 20 ? "running" : "completed") : undefined,
      history: (second) => (second > 8 ? [record] : []),
      start: refuse,
    });
    expect(status).toBe("OK");
    expect(requests).toHaveLength(1);
    expect(run.notes).toEqual([{ kind: "start-unanswered", said: "time-out" }]);
  });

  it("is found in the history when the job has left the slot, by the portal's own clock", async () => {
    const old = { ...record, id: "old", createdAtMs: startMs - 1000 };
    const undated = { ...record, id: "undated", createdAtMs: undefined };
    const { status, end, saved } = await play({
      slot: () => undefined,
      history: () => [undated, old, record],
      start: refuse,
    });
    expect(status).toBe("OK");
    expect(end.taskId).toBe(taskId);
    const following = saved.find(({ stage }) => stage.name === "following");
    expect(following?.stage).toMatchObject({ taskId, progressPercent: 100, phase: "completed" });
  });

  it("is FAILED when no job turns up, and the job of yesterday is not taken for it", async () => {
    const { status, end, requests } = await play({
      slot: () => showJob("completed", { taskId: "yesterday" }),
      start: refuse,
    });
    expect(status).toBe("FAILED");
    expect(problemOf(end)).toMatchObject({ stage: "start", code: "start-unanswered", said: "time-out" });
    expect(requests).toHaveLength(1);
  });

  it("is not taken for done by an older backup that a restarted portal shows again", async () => {
    const old = { ...record, id: "older", createdAtMs: startMs - 20 * 3_600_000 };
    const { status, end } = await play({
      slot: (_, started) => (started ? showJob("completed", { taskId: "older" }) : undefined),
      history: () => [old],
      start: refuse,
    });
    expect([status, problemOf(end).code]).toEqual(["FAILED", "start-unanswered"]);
  });

  it.each([
    [
      "an error of the portal",
      portalError({ kind: "failing", status: 500, said: "Access denied" }),
      "Access denied",
      500,
    ],
    ["an error that nobody foresaw", new TypeError("broken"), "broken", undefined],
  ])("because of %s, is looked for and never sent again", async (_, error, said, httpStatus) => {
    const { end, requests } = await play({
      slot: () => undefined,
      history: () => [],
      start: () => {
        throw error;
      },
    });
    expect(problemOf(end)).toEqual({ stage: "start", code: "start-unanswered", said, httpStatus });
    expect(requests).toHaveLength(1);
  });

  it("is found in the history when it has ended already, and shows that in the slot", async () => {
    const { status, end } = await play({
      slot: (_, started) => (started ? showJob("completed") : undefined),
      start: refuse,
    });
    expect([status, end.taskId]).toEqual(["OK", taskId]);
  });

  it("is not taken for done by somebody else's backup to another storage", async () => {
    const { status, end, requests } = await play({
      slot: (second, started) =>
        started && second > 8 ? showJob(second < 20 ? "running" : "completed") : undefined,
      history: (second) => (second > 8 ? [{ ...record, storageType: "DataStore" }] : []),
      start: refuse,
    });
    expect([status, problemOf(end).code, requests.length]).toEqual(["FAILED", "other-storage", 1]);
  });

  it("is looked for when the answer shows the job that had ended before", async () => {
    const { end, requests } = await play({
      slot: () => showJob("completed", { taskId: "yesterday" }),
      start: () => showJob("completed", { taskId: "yesterday" }),
    });
    expect(problemOf(end)).toMatchObject({
      code: "start-unanswered",
      said: expect.stringContaining("ended before"),
    });
    expect(requests).toHaveLength(1);
  });

  it("is given up after ten minutes", async () => {
    const { work, happened } = playScript({ slot: () => undefined, history: () => [], timeoutSeconds: 900 });
    const run = await pursue(postingAt({ portalTimeMs: startMs }), false, work);
    expect(run.stage).toMatchObject({
      outcome: { verdict: "failed", problem: { code: "start-unanswered" } },
    });
    expect(work.ports.clock.now() - startMs).toBeGreaterThanOrEqual(600_000);
    expect(happened.filter((name) => name === "history")).toHaveLength(3);
    expect(happened).not.toContain("start");
  });

  it.each([
    ["the job before, however late its record was made", { id: "yesterday", createdAtMs: startMs + 9_000 }],
    ["one that was made at the moment of the request", { id: "other", createdAtMs: startMs }],
  ])("is not taken for done by %s", async (_, other) => {
    const { work } = playScript({ slot: () => undefined, history: () => [{ ...record, ...other }] });
    const run = await pursue(postingAt({ taskIdBefore: "yesterday", portalTimeMs: startMs }), true, work);
    expect(run.stage).toMatchObject({ name: "posting", historyAtMs: expect.any(Number) });
  });

  // A look at the portal takes a tenth of a second here, and there is time for one.
  const timeoutSeconds = 37;
  it.each([
    ["is not looked for in the history within five minutes of the last time", 299_899, []],
    ["is looked for in the history again after five minutes", 299_900, ["history"]],
  ])("%s", async (_, agoMs, asked) => {
    const { work, happened } = playScript({ slot: () => undefined, history: () => [], timeoutSeconds });
    const posting = { portalTimeMs: startMs, historyAtMs: startMs - agoMs };
    await pursue(postingAt(posting), true, work);
    expect(happened.filter((name) => name === "history")).toEqual(asked);
  });

  it("is looked for in the slot alone when the portal does not tell its time", async () => {
    const { work, happened } = playScript({ slot: () => undefined });
    const run = await pursue(postingAt({}), false, work);
    expect(run.stage).toMatchObject({ outcome: { problem: { code: "start-unanswered", said: "" } } });
    expect(happened).not.toContain("history");
  });

  it("is found although the portal is out of reach meanwhile", async () => {
    const { status } = await play({
      slot: (second, started) => {
        if (started && second < 20) throw portalError({ kind: "failing", status: 502, said: "" });
        return started ? showJob(second < 30 ? "running" : "completed") : undefined;
      },
      start: refuse,
    });
    expect(status).toBe("OK");
  });

  it("tells so without words of its own where the run was killed in the middle", async () => {
    const { work } = playScript({ slot: (second) => showJob(second < 10 ? "running" : "completed") });
    const run = await pursue(postingAt({ taskIdBefore: "yesterday" }), false, work);
    expect(run.notes).toEqual([{ kind: "start-unanswered", said: "" }]);
  });
});

describe("before anything was sent", () => {
  it.each([
    ["the portal refuses the key", { kind: "refused", status: 401, said: "" }, "key", "key-refused"],
    [
      "the portal refuses the look",
      { kind: "refused", status: 403, said: "Access denied" },
      "start",
      "portal-refused",
    ],
  ] as const)("is FAILED at once when %s", async (_, trouble, stage, code) => {
    const { status, end, requests, second } = await play({
      slot: () => {
        throw portalError(trouble);
      },
    });
    expect(status).toBe("FAILED");
    expect(problemOf(end)).toEqual({ stage, code, httpStatus: trouble.status, said: trouble.said });
    expect(requests).toEqual([]);
    expect(second()).toBeLessThan(2);
  });

  it("is FAILED without a request to the portal when there is no key", async () => {
    const { status, end, happened } = await play({
      slot: () => undefined,
      readKey: () => {
        throw new ApiKeyError("arn:secret", "key-placeholder", "placeholder");
      },
    });
    expect(status).toBe("FAILED");
    expect(problemOf(end)).toMatchObject({ stage: "key", code: "key-placeholder" });
    expect(happened.filter((name) => !/^(save|log) /.test(name))).toEqual([]);
  });

  it.each<[Trouble, Partial<Problem>]>([
    [{ kind: "unreachable", reason: "connection", said: "no" }, { code: "portal-unreachable" }],
    [{ kind: "unanswered", said: "no" }, { code: "portal-unanswered" }],
    [
      { kind: "failing", status: 502, said: "no" },
      { code: "portal-failing", httpStatus: 502 },
    ],
    [{ kind: "unreadable", said: "no" }, { code: "portal-unreadable" }],
    [{ kind: "rate-limited", said: "no" }, { code: "rate-limited" }],
  ])("tries a portal again while there is time, then is FAILED: %j", async (trouble, problem) => {
    const { status, end, requests, happened } = await play({
      slot: () => {
        throw portalError(trouble);
      },
    });
    expect(status).toBe("FAILED");
    expect(problemOf(end)).toEqual({ stage: "start", said: "no", ...problem });
    expect(requests).toEqual([]);
    const looks = happened.filter((name) => name === "look").length;
    if (trouble.kind === "rate-limited") expect(looks).toBe(2);
    else expect(looks).toBeGreaterThan(5);
  });

  it("goes on when the portal comes back in time", async () => {
    const { status, requests } = await play({
      slot: (second, started) => {
        if (second < 30) throw portalError({ kind: "unreadable", said: "an HTML page" });
        return started ? showJob(second < 50 ? "running" : "completed") : undefined;
      },
    });
    expect(status).toBe("OK");
    expect(requests).toHaveLength(1);
  });

  // Two looks and the question for the folder take a tenth of a second each here.
  it("asks for no backup with less than a minute left", async () => {
    const { status, end, requests } = await play({ slot: () => undefined, timeoutSeconds: 60.299 });
    expect([status, requests]).toEqual(["FAILED", []]);
    expect(problemOf(end)).toEqual({ stage: "start", code: "no-time-left", said: "" });
  });

  it("asks for a backup with a minute left", async () => {
    const { requests } = await play({ slot: endAfter(3, showJob("completed")), timeoutSeconds: 60.3 });
    expect(requests).toHaveLength(1);
  });

  it("gives up on a portal that cannot be looked at for an hour", async () => {
    const { work } = playScript({
      slot: () => {
        throw portalError({ kind: "rate-limited", said: "", retryAfterMs: 1000 });
      },
    });
    const problem = { stage: "start", code: "rate-limited", said: "" } as const;
    const stage = { name: "claimed", trouble: { sinceMs: startMs - 3_600_000, problem } } as const;
    const run = await pursue({ ...begin(), stage }, true, work);
    expect(run.stage).toMatchObject({ outcome: { verdict: "failed", problem: { code: "rate-limited" } } });
  });

  it("reports a refusal of the request with what the portal said", async () => {
    const { status, end, saved } = await play({
      slot: () => undefined,
      start: () => {
        throw portalError({ kind: "refused", status: 402, said: "quota" });
      },
    });
    expect(status).toBe("FAILED");
    expect(problemOf(end)).toEqual({
      stage: "start",
      code: "portal-refused",
      httpStatus: 402,
      said: "quota",
    });
    expect(saved.map((run) => run.stage.name)).toEqual(["posting", "reporting", "reporting"]);
  });

  it("does not ask for ever when each request is refused as one too many", async () => {
    const { work, requests } = playScript({
      slot: () => undefined,
      start: () => {
        throw portalError({ kind: "rate-limited", said: "" });
      },
    });
    const problem = { stage: "start", code: "rate-limited", said: "" } as const;
    const stage = { name: "claimed", trouble: { sinceMs: startMs - 3_600_000, problem } } as const;
    const run = await pursue({ ...begin(), stage }, true, work);
    expect(run.stage).toMatchObject({ outcome: { verdict: "failed", problem: { code: "rate-limited" } } });
    expect(requests).toHaveLength(1);
  });

  it("asks again after a request that certainly did not arrive, and remembers that it did not", async () => {
    let attempts = 0;
    const { status, saved } = await play({
      slot: (second) => (attempts < 2 ? undefined : showJob(second < 30 ? "running" : "completed")),
      start: () => {
        attempts++;
        if (attempts === 1) throw portalError({ kind: "unreachable", reason: "connection", said: "no" });
        return showJob("running");
      },
    });
    expect(status).toBe("OK");
    expect(saved.map((run) => run.stage.name)).toEqual([
      "posting",
      "claimed",
      "posting",
      "following",
      "reporting",
    ]);
  });
});

describe("a request that is refused as one too many", () => {
  /** When it was sent, in seconds since the run began. */
  async function sendFor(timeoutSeconds: number, armed: boolean, retryAfterMs?: number) {
    const seconds: number[] = [];
    const { work } = playScript({
      slot: () => undefined,
      start: (second) => {
        seconds.push(second);
        throw portalError({ kind: "rate-limited", said: "", retryAfterMs });
      },
      timeoutSeconds,
    });
    return { seconds, run: await pursue(begin(), armed, work) };
  }

  it("is left to the next wake-up, and not sent again in this invocation", async () => {
    const { seconds, run } = await sendFor(120, true);
    expect(run.stage).toMatchObject({ name: "claimed", trouble: { problem: { code: "rate-limited" } } });
    expect(seconds).toHaveLength(1);
  });

  it.each([
    ["a minute at least", undefined, 60],
    ["as long as the portal wants", 100_000, 100],
  ])("is followed by a rest: %s", async (_, retryAfterMs, restSeconds) => {
    const [first = 0, second = 0] = (await sendFor(300, false, retryAfterMs)).seconds;
    expect(second - first).toBeGreaterThanOrEqual(restSeconds);
    expect(second - first).toBeLessThan(restSeconds + 2);
  });
});

describe("while a job is followed", () => {
  it("goes on with one that seemed to be finishing, and is not", async () => {
    const { status } = await play({
      slot: (second, started) => {
        if (!started) return undefined;
        if (second < 5) return showJob("finishing");
        return showJob(second < 20 ? "running" : "completed");
      },
      history: (second) => (second < 20 ? [] : [record]),
    });
    expect(status).toBe("OK");
  });

  it("is UNVERIFIED when the job is still running at the end of the time", async () => {
    const { status, end, requests } = await play({ slot: endAfter(1500, showJob("completed")) });
    expect([status, problemOf(end).code, problemOf(end).stage]).toEqual([
      "UNVERIFIED",
      "still-running",
      "follow",
    ]);
    expect(requests).toHaveLength(1);
    expect(end.taskId).toBe(taskId);
  });

  it("waits out a portal that refuses to tell, and says so when the time is over", async () => {
    const { status, end } = await play({
      slot: (second, started) => {
        if (second > 10) throw portalError({ kind: "refused", status: 402, said: "" });
        return started ? showJob("running") : undefined;
      },
    });
    expect(status).toBe("UNVERIFIED");
    expect(problemOf(end)).toEqual({ stage: "follow", code: "portal-refused", httpStatus: 402, said: "" });
  });

  it("forgets a trouble that passed", async () => {
    const { status } = await play({
      slot: (second, started) => {
        if (second > 10 && second < 40) throw portalError({ kind: "failing", status: 503, said: "" });
        return started ? showJob(second < 60 ? "running" : "completed") : undefined;
      },
    });
    expect(status).toBe("OK");
  });

  it("is UNVERIFIED when the history cannot be read", async () => {
    const { status, end } = await play({
      slot: endAfter(10, showJob("completed")),
      history: () => {
        throw portalError({ kind: "failing", status: 504, said: "an HTML page" });
      },
    });
    expect(status).toBe("UNVERIFIED");
    expect(problemOf(end)).toEqual({
      stage: "verify",
      code: "portal-failing",
      httpStatus: 504,
      said: "an HTML page",
    });
  });

  it("stops where it stands when a wake-up will come, and can be entered anew from there", async () => {
    const slot = endAfter(200, showJob("completed"));
    const first = playScript({ slot, armed: true });
    const left = await pursue(begin(), true, first.work);
    expect(left.stage).toMatchObject({ name: "following", taskId });
    expect(first.second()).toBeLessThan(35);
    expect(first.saved.at(-1)).toEqual(left);
    const second = playScript({ slot: (second) => slot(second + 190, true) });
    const run = await pursue(JSON.parse(JSON.stringify(left)), false, second.work);
    expect(run.stage).toMatchObject({ name: "reporting", outcome: { verdict: "verified" } });
    expect(second.requests).toEqual([]);
  });

  it("does nothing to a run that is at its end", async () => {
    const { work, happened } = playScript({ slot: () => undefined });
    const ended = (await play({ slot: endAfter(3, showJob("completed")) })).run;
    expect(await pursue(ended, false, work)).toBe(ended);
    expect(happened).toEqual([]);
  });
});

describe("an error that nobody foresaw", () => {
  it("before the start is a FAILED report", async () => {
    const { status, end } = await play({
      slot: () => {
        throw new TypeError("undefined is not a function");
      },
    });
    expect(status).toBe("FAILED");
    expect(problemOf(end)).toEqual({
      stage: "start",
      code: "unexpected-error",
      said: "undefined is not a function",
    });
  });

  it("in the ledger is not hidden", async () => {
    const broken = play({
      slot: endAfter(3, showJob("completed")),
      save: (run) => {
        if (run.stage.name === "following") throw new TypeError("broken");
      },
    });
    await expect(broken).rejects.toThrow("broken");
  });

  it("while the job of an unanswered request is looked for is an UNVERIFIED report", async () => {
    const { work } = playScript({
      slot: () => {
        throw new TypeError("broken");
      },
    });
    const { stage } = await pursue(postingAt({}), true, work);
    const problem = { stage: "follow", code: "unexpected-error", said: "broken" };
    expect(stage).toMatchObject({ outcome: { verdict: "unverified", problem } });
  });

  it("after the start is an UNVERIFIED report", async () => {
    const { status, end } = await play({
      slot: endAfter(3, showJob("completed")),
      history: () => {
        throw new TypeError("broken");
      },
    });
    expect(status).toBe("UNVERIFIED");
    expect(problemOf(end)).toEqual({ stage: "follow", code: "unexpected-error", said: "broken" });
  });
});
