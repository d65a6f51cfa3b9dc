import { backUp } from "../../../lambda/run/back-up";
import { followUp } from "../../../lambda/run/follow-up";
import { type ActiveRun, LedgerError, RunLostError } from "../../../lambda/run/ports";
import { beginRun, type EndedRun, type Run } from "../../../lambda/run/run";
import { unverified } from "../../../lambda/run/step";
import { playScript, portalError, record, type Script, showJob, startMs, taskId } from "./scripted-ports";

const report = (run: EndedRun) => Promise.resolve(run);
const runId = "manual request-1";

/** The lines that a run by hand leaves in the log: what the runbook sends people to. */
async function logOf(script: Script) {
  const { work, logged } = playScript(script);
  await backUp({ mode: "backup", trigger: "manual" }, "request-1", work, report);
  return logged;
}

/** The lines of a wake-up for the run. */
async function logOfWakeUp(script: Script, hop = 2) {
  const { work, logged } = playScript(script);
  await followUp({ mode: "follow", runId, hop }, work, report);
  return logged;
}

function active(fields: Partial<ActiveRun> = {}): ActiveRun {
  const { id = runId } = fields;
  const run = beginRun({ id, trigger: "manual", startedAtMs: startMs, dueMs: startMs + 130_000 });
  return { id, startedAtMs: startMs, hop: 1, dueMs: run.dueMs, holder: "other", run, ...fields };
}

/** A run that came to its report. */
function ended(): Run {
  const outcome = unverified({ stage: "follow", code: "still-running", said: "" });
  const stage = { name: "reporting", outcome, endedAtMs: startMs } as const;
  return { ...beginRun({ ...active(), trigger: "manual" }), stage };
}

const claimed = ["run claimed", { runId, trigger: "manual" }];
const started = ["the backup was started", { taskId }];
const progress = (phase: string, progressPercent: number) => ["progress", { taskId, phase, progressPercent }];
const good: Script = { slot: (_, asked) => (asked ? showJob("completed") : undefined) };
const away = { stage: "start", code: "portal-unanswered", said: "time-out" };
const fail = () => {
  throw portalError({ kind: "unanswered", said: "time-out" });
};
const failLedger = async () => {
  throw new LedgerError("no table");
};

describe("the log tells", () => {
  it("what was done in a good night, with ids and figures alone", async () => {
    const slot: Script["slot"] = (second, asked) =>
      asked ? showJob(second < 10 ? "running" : "completed", { progressPercent: 40 }) : undefined;
    expect(await logOf({ slot })).toEqual([claimed, started, progress("running", 40)]);
  });

  it("that a backup was joined, that it went elsewhere, and that the wanted one came after it", async () => {
    const other = "99999999-2222-3333-4444-555555555555";
    const slot: Script["slot"] = (second, asked) => {
      if (asked) return showJob("completed");
      return showJob(second < 8 ? "running" : "completed", { taskId: other });
    };
    const history = () => [{ ...record, id: other, storageType: "DataStore" } as const, record];
    expect(await logOf({ slot, history })).toEqual([
      claimed,
      ["joined a backup that was running already", { taskId: other }],
      ["the joined backup went to another storage; the wanted one comes now", { storageType: "DataStore" }],
      started,
    ]);
  });

  it("that a request was not answered, and that its job was found", async () => {
    const slot: Script["slot"] = (second, asked) => {
      if (!asked || second < 2) return undefined;
      if (second < 6) throw portalError({ kind: "unanswered", said: "time-out" });
      return showJob(second < 10 ? "running" : "completed");
    };
    expect(await logOf({ slot, start: fail })).toEqual(
      expect.arrayContaining([
        [
          "the request for the backup was not answered: it is not repeated, its job is looked for",
          { said: "time-out" },
        ],
        ["the portal cannot be looked at; the backup may have been started", away],
        ["the job of the unanswered request was found", { taskId }],
      ]),
    );
  });

  it("that the portal was out of reach before anything was sent", async () => {
    const slot: Script["slot"] = (second, asked) => (second < 2 ? fail() : good.slot(second, asked));
    const nothingStarted = ["the portal cannot be looked at; nothing was started yet", away];
    expect(await logOf({ slot })).toEqual([claimed, nothingStarted, started]);
  });

  it("that the portal was out of reach while the job was followed", async () => {
    const slot: Script["slot"] = (second, asked) => (asked && second < 5 ? fail() : good.slot(second, asked));
    const problem = { ...away, stage: "follow" };
    const unasked = ["the portal cannot be asked how the backup is doing", problem];
    expect(await logOf({ slot })).toEqual([claimed, started, unasked]);
  });

  it("that a backup that has ended is not in the history yet", async () => {
    const lines = await logOf({ ...good, history: (second) => (second < 20 ? [] : [record]) });
    const absent = "the backup runs no longer and is not in the history; looking again in a minute";
    expect(lines).toEqual([claimed, started, [absent, { slot: "completed" }]]);
  });

  it("what the ledger did not do", async () => {
    const lines = await logOf({
      ...good,
      save: (run) => {
        if (run.stage.name === "following") throw new LedgerError("no table");
      },
      ledger: { lastRuns: failLedger, record: failLedger },
    });
    expect(lines).toEqual([
      claimed,
      started,
      ["the run could not be saved", { stage: "following", error: "no table" }],
      ["the earlier runs could not be looked up", { error: "no table" }],
      ["the run could not be closed", { runId, error: "no table" }],
    ]);
  });

  it("an error that nobody foresaw", async () => {
    const slot = () => {
      throw new TypeError("broken");
    };
    expect(await logOf({ slot })).toEqual([
      claimed,
      ["unexpected error", { stage: "claimed", said: "broken" }],
    ]);
  });

  it("that a run goes on with its next wake-up, and that it was resumed by it", async () => {
    const running = { slot: (_: number, asked: boolean) => (asked ? showJob("running") : undefined) };
    const goesOn = "the run goes on with its next wake-up";
    const atFirst = await logOf({ ...running, armed: true });
    expect(atFirst.at(-1)).toEqual([goesOn, { stage: "following", hop: 1 }]);
    const stage = {
      name: "following",
      taskId,
      sinceMs: startMs,
      progressPercent: 10,
      progressAtMs: startMs,
      phase: "running",
    } as const;
    const run: Run = { ...beginRun({ ...active(), trigger: "manual" }), hop: 1, stage };
    const later = await logOfWakeUp({ slot: () => showJob("running"), armed: true, active: active({ run }) });
    expect(later[0]).toEqual(["run resumed", { runId, hop: 2, stage: "following" }]);
    expect(later.at(-1)).toEqual([goesOn, { stage: "following", hop: 3 }]);
  });

  it.each([
    [
      "a run has ended, or a later wake-up has come",
      { active: active({ hop: 2 }) },
      ["nothing to do: the run has ended, or a later wake-up has come", { mode: "follow", runId, hop: 2 }],
    ],
    [
      "another invocation has taken the run",
      { active: active(), ledger: { take: async () => false } },
      ["nothing to do: another invocation has taken the run", { runId, hop: 2 }],
    ],
  ])("that %s", async (_, script, line) => {
    expect(await logOfWakeUp({ ...good, ...script })).toEqual([line]);
  });

  it("that another invocation has gone on with the run meanwhile", async () => {
    const save = () => {
      throw new RunLostError(runId);
    };
    const lost = ["another invocation has gone on with this run", { runId }];
    expect(await logOf({ ...good, save })).toEqual([claimed, lost]);
  });

  it("why nothing is done for an event whose run is known already", async () => {
    const line = "nothing to do: a run is being followed, or has been";
    expect(await logOf({ ...good, claim: { kind: "occupied", active: active({ id: "night" }) } })).toEqual([
      [line, { why: "occupied", runId: "night" }],
    ]);
  });
});

describe("a wake-up", () => {
  async function wake(script: Partial<Script>) {
    const calls: string[] = [];
    const { work, logged } = playScript({ ...good, ...script });
    const wakeUps = {
      arm: async (_: string, hop: number) => {
        calls.push(`arm ${hop}`);
        return true;
      },
      disarm: async (_: string, hop: number) => void calls.push(`disarm ${hop}`),
    };
    const release = async (id: string) => void calls.push(`release ${id}`);
    const ledger = { ...work.ports.ledger, release };
    const changed = { ...work, ports: { ...work.ports, wakeUps, ledger } };
    const result = await followUp({ mode: "follow", runId, hop: 2 }, changed, report);
    return { result, told: result.kind === "reported" ? result.told : undefined, calls, logged };
  }

  it("releases a run that was reported and recorded already, and tells nobody again", async () => {
    const isRecorded = async () => true;
    const { result, calls, logged } = await wake({
      active: active({ run: ended() }),
      ledger: { isRecorded },
    });
    expect(result).toEqual({ kind: "nothing", runId });
    expect(calls).toEqual(["arm 3", `release ${runId}`, "disarm 3"]);
    expect(logged.at(-1)).toEqual(["the run was reported and recorded already; it is released", { runId }]);
  });

  it("says that a report may be a repetition only where one may have been sent", async () => {
    const repeated = await wake({ active: active({ run: ended() }) });
    expect(repeated.told?.notes).toEqual([{ kind: "maybe-repeated" }]);
    const first = await wake({ active: active() });
    expect(first.told?.notes).toEqual([]);
  });

  it("reports a run that another version wrote, of which nothing but its beginning is known", async () => {
    const { told } = await wake({ active: active({ run: undefined, startedAtMs: startMs - 5 }) });
    const problem = { stage: "ledger", code: "record-unreadable", said: "" };
    expect(told).toMatchObject({
      id: runId,
      trigger: "schedule",
      startedAtMs: startMs - 5,
      hop: 2,
      stage: { outcome: { verdict: "unverified", problem } },
    });
  });

  // A run gives up after twelve hours here, and may take two more for what is out of reach.
  it.each([
    ["until two hours after its run should have ended", 0, true],
    ["no longer than that, whatever becomes of this one", 1, false],
  ])("arms the next one %s", async (_, moreMs, isArmed) => {
    const startedAtMs = startMs - 14 * 3_600_000 - moreMs;
    const { calls } = await wake({ active: active({ startedAtMs }) });
    expect(calls.includes("arm 3")).toBe(isArmed);
  });
});

describe("another run that is active", () => {
  const overdueMs = 15 * 60_000;

  function play(forgottenForMs: number) {
    const claims = [
      { kind: "occupied", active: active({ id: "night", dueMs: startMs - forgottenForMs }) },
      { kind: "claimed" },
    ] as const;
    let claim = 0;
    const { work, logged } = playScript({
      ...good,
      ledger: { claim: async () => claims[claim++] ?? claims[1] },
    });
    const problems: unknown[] = [];
    const tell = async ({ id, stage: { outcome } }: EndedRun) => {
      if (id !== "night") return;
      if (outcome.verdict === "failed") problems.push(outcome.problem);
      throw new Error("no mail");
    };
    const result = backUp({ mode: "backup", trigger: "manual" }, "request-1", work, tell);
    return { result, logged, problems };
  }

  it("is brought to its end first where it is overdue, and the wanted backup is made all the same", async () => {
    const { result, logged, problems } = play(overdueMs + 1);
    await expect(result).rejects.toThrow("no mail");
    expect(problems).toEqual([{ stage: "start", code: "forgotten", said: "" }]);
    expect(logged).toEqual([
      ["an earlier run was forgotten; it comes first", { runId: "night" }],
      ["run resumed", { runId: "night", hop: 2, stage: "reporting" }],
      ["the earlier run did not end well", { runId: "night", error: "no mail" }],
      claimed,
      started,
    ]);
  });

  it("is left in the hands that it is in for a quarter of an hour after it was due", async () => {
    const { result } = play(overdueMs);
    expect(await result).toEqual({ kind: "left", why: "occupied", runId: "night" });
  });
});

describe("an event of a run that is active and overdue itself", () => {
  it("is left: only another run's event brings a forgotten one to its end", async () => {
    const own = active({ dueMs: startMs - 24 * 3_600_000 });
    const { work, happened } = playScript({ ...good, claim: { kind: "occupied", active: own } });
    const order = { mode: "backup", trigger: "manual" } as const;
    const left = { kind: "left", why: "duplicate", runId };
    expect(await backUp(order, "request-1", work, report)).toEqual(left);
    expect(happened).toEqual(["log nothing to do: a run is being followed, or has been"]);
  });
});

describe("an event whose run cannot be claimed", () => {
  it("is reported, and what may have been claimed is released", async () => {
    const released: string[] = [];
    const release = async (id: string) => void released.push(id);
    const { work, logged } = playScript({ ...good, ledger: { claim: failLedger, release } });
    const result = await backUp({ mode: "backup", trigger: "manual" }, "request-1", work, report);
    const problem = { stage: "ledger", code: "ledger-unusable", said: "no table" };
    expect(result).toMatchObject({
      kind: "reported",
      told: { id: runId, notes: [{ kind: "unsaved" }], stage: { outcome: { verdict: "failed", problem } } },
    });
    expect([logged, released]).toEqual([[], [runId]]);
  });

  it("is reported also where it cannot be released, which the log tells", async () => {
    const line = ["the run could not be released", { runId, error: "no table" }];
    expect(await logOf({ ...good, ledger: { claim: failLedger, release: failLedger } })).toEqual([line]);
  });
});
