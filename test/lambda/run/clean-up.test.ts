import { storedRun } from "../../../lambda/ledger/run-schema";
import { PortalError } from "../../../lambda/portal/portal-error";
import { backUp } from "../../../lambda/run/back-up";
import { readStatus } from "../../../lambda/run/outcome";
import type { PastRun } from "../../../lambda/run/past-run";
import { LedgerError } from "../../../lambda/run/ports";
import { pursue } from "../../../lambda/run/pursue";
import type { EndedRun, Run } from "../../../lambda/run/run";
import { attempt } from "../../../lambda/shape";
import { playScript, record, type Script, showJob, startMs } from "./scripted-ports";

const dayMs = 86_400_000;
const days = [1, 2, 3, 4, 5];
const nights: PastRun[] = days.map((day) => ({
  id: `run-${day}`,
  trigger: "schedule",
  status: "OK",
  startedAtMs: startMs - day * dayMs,
  endedAtMs: startMs - day * dayMs,
  taskId: `backup-${day}`,
  isOwn: true,
}));
const older = days.map((day) => ({
  ...record,
  id: `backup-${day}`,
  fileName: `${day}.tar.gz`,
  createdAtMs: startMs - day * dayMs,
}));

/** A night that ends well, with five well ones before it, of which two and it are kept. */
function aNight(fields: Partial<Script> = {}): Script {
  const deleted = new Set<string>();
  return {
    slot: (_, started) => (started ? showJob("completed") : undefined),
    history: () => [record, ...older].filter(({ id }) => !deleted.has(id)),
    deleteBackup: (id) => void deleted.add(id),
    lastRuns: () => nights,
    keepLast: 3,
    ...fields,
  };
}

async function play(script: Script) {
  const stage = playScript(script);
  const order = { mode: "backup", trigger: "manual" } as const;
  const result = await backUp(order, "request-1", stage.work, (run: EndedRun) => Promise.resolve(run));
  if (result.kind !== "reported") throw new Error(`the run was not reported: ${result.kind}`);
  const run = result.told;
  const { outcome } = run.stage;
  const warnings = outcome.verdict === "verified" ? outcome.warnings : [];
  const deletions = stage.happened.filter((name) => name.startsWith("delete "));
  return { ...stage, run, warnings, deletions, status: readStatus(outcome) };
}

const refuse = () => {
  throw new PortalError("DELETE /api/2.0/backup/deletebackup", { kind: "failing", status: 500, said: "" });
};

it("deletes the oldest backups after another one was verified, and has written down which before", async () => {
  const { happened, logged, run, saved, status, deletions } = await play(aNight());
  expect(deletions).toEqual(["delete backup-5", "delete backup-4", "delete backup-3"]);
  expect(run.deleted).toEqual([5, 4, 3].map((day) => ({ id: `backup-${day}`, fileName: `${day}.tar.gz` })));
  expect(status).toBe("OK");
  expect(logged.filter(([happening]) => happening === "an older backup was deleted")).toEqual(
    run.deleted?.map((backup) => ["an older backup was deleted", backup]),
  );
  // Of a portal that answered each time nothing more is to be asked: the call is hard on it.
  expect(happened.filter((name) => name === "history")).toHaveLength(1);
  expect(happened.indexOf("save cleaning-up")).toBeLessThan(happened.indexOf("delete backup-5"));
  const planned = saved.find(({ stage }) => stage.name === "cleaning-up");
  expect(planned?.stage).toMatchObject({ planned: run.deleted });
  // Absent fields are undefined in one and not there in the other.
  const asJson = JSON.stringify(planned);
  expect(JSON.parse(JSON.stringify(attempt(storedRun, asJson)))).toEqual(JSON.parse(asJson));
});

it.each<[string, Partial<Script>]>([
  ["is not wanted", { keepLast: undefined }],
  ["has nothing to delete", { keepLast: 6 }],
  [
    "would follow a portal's warning",
    { slot: (_, started) => (started ? showJob("completed", { warning: "files" }) : undefined) },
  ],
  ["would follow a failed backup", { history: () => older }],
])("deletes nothing where a clean-up %s", async (_what, script) => {
  const { deletions, run } = await play(aNight(script));
  expect(deletions).toEqual([]);
  expect(run.deleted).toBeUndefined();
});

it("deletes after a warning that is not about the archive", async () => {
  const key = async () => ({
    name: "k",
    keyPostfix: "cdef",
    permissions: [],
    expiresAt: startMs + dayMs,
    isActive: true,
    createBy: undefined,
  });
  const { deletions, status, warnings } = await play(aNight({ inspector: { key } }));
  expect([status, warnings.map(({ kind }) => kind)]).toEqual(["WARNING", ["key-expires"]]);
  expect(deletions).toHaveLength(3);
});

it("warns of what could not be deleted, and has deleted the rest", async () => {
  const { run, status, warnings } = await play(
    aNight({ deleteBackup: (id) => (id === "backup-4" ? refuse() : undefined) }),
  );
  expect(run.deleted?.map(({ id }) => id)).toEqual(["backup-5", "backup-3"]);
  expect(status).toBe("WARNING");
  expect(warnings).toEqual([
    {
      kind: "clean-up-failed",
      said: "4.tar.gz: DELETE /api/2.0/backup/deletebackup: the portal failed with HTTP 500",
    },
  ]);
});

it("counts as deleted what is not there any more, although the portal failed over it", async () => {
  let looks = 0;
  const history = () => (looks++ === 0 ? [record, ...older] : [record, ...older.slice(0, 2)]);
  const { run, status } = await play(aNight({ history, deleteBackup: refuse }));
  expect(run.deleted).toHaveLength(3);
  expect(status).toBe("OK");
});

it("has time to ask what became of deletions that were never answered", async () => {
  const stage = playScript(aNight());
  const { clock, portal } = stage.work.ports;
  const leftMs: number[] = [];
  const slow = {
    ...portal,
    deleteBackup: async (_: string, untilMs: number) => {
      await clock.sleep(untilMs - clock.now());
      refuse();
    },
    history: async (_: boolean, untilMs: number) => {
      leftMs.push(untilMs - clock.now());
      return [record, ...older];
    },
  };
  const work = { ...stage.work, ports: { ...stage.work.ports, portal: slow } };
  const order = { mode: "backup", trigger: "manual" } as const;
  await backUp(order, "request-1", work, (run: EndedRun) => Promise.resolve(run));
  // To verify the backup, and after the clean-up.
  expect(leftMs).toHaveLength(2);
  expect(leftMs[1]).toBeGreaterThanOrEqual(5_000);
});

it("warns where it cannot be looked up what became of it", async () => {
  let looks = 0;
  const history = () => (looks++ === 0 ? [record, ...older] : refuse());
  const { run, warnings, logged } = await play(aNight({ history, deleteBackup: refuse }));
  expect(run.deleted).toEqual([]);
  const error = "DELETE /api/2.0/backup/deletebackup: the portal failed with HTTP 500";
  expect(logged.at(-1)).toEqual(["the history could not be read after the clean-up", { error }]);
  expect(warnings).toHaveLength(1);
});

it.each([
  ["more than a year of them, where older backups may be deleted", 3, 500],
  ["enough to compare the size, where none are", undefined, 30],
])("looks the earlier runs up: %s", async (_what, keepLast, wanted) => {
  const limits: number[] = [];
  const lastRuns = async (limit: number) => {
    limits.push(limit);
    return nights;
  };
  await play(aNight({ keepLast, ledger: { lastRuns } }));
  expect(limits).toEqual([wanted]);
});

it("warns where the history has lost the backup that was verified just now: it proves no deletion", async () => {
  let looks = 0;
  const history = () => (looks++ === 0 ? [record, ...older] : []);
  const { run, warnings } = await play(aNight({ history, deleteBackup: refuse }));
  expect(run.deleted).toEqual([]);
  expect(warnings).toMatchObject([{ kind: "clean-up-failed", said: expect.stringContaining("5.tar.gz") }]);
});

it("warns where the ledger does not say what may be deleted", async () => {
  const { deletions, warnings } = await play(
    aNight({
      lastRuns: () => {
        throw new LedgerError("denied");
      },
    }),
  );
  expect(deletions).toEqual([]);
  expect(warnings).toEqual([{ kind: "clean-up-failed", said: "the earlier runs could not be looked up" }]);
});

it("deletes nothing that it could not write down before", async () => {
  const { deletions, run, warnings } = await play(
    aNight({
      save: ({ stage }) => {
        if (stage.name === "cleaning-up") throw new LedgerError("denied");
      },
    }),
  );
  expect([deletions, run.deleted]).toEqual([[], []]);
  expect(warnings).toEqual([
    { kind: "clean-up-failed", said: "the ledger could not be written, so nothing was deleted" },
  ]);
});

describe("a clean-up that was interrupted", () => {
  async function resume(script: Partial<Script>, minutesLater = 0) {
    const first = await play(aNight());
    const planned = first.saved.find(({ stage }) => stage.name === "cleaning-up");
    if (planned === undefined) throw new Error("nothing was planned");
    const stage = playScript(aNight(script));
    await stage.work.ports.clock.sleep(minutesLater * 60_000);
    const work = { ...stage.work, deadlineMs: stage.work.deadlineMs + minutesLater * 60_000 };
    const run: Run = await pursue(planned, true, work);
    return { ...stage, run };
  }

  it("deletes what was planned then, and nothing in its place", async () => {
    const { run, happened } = await resume({
      history: () => [record, ...older.slice(0, 3)],
      deleteBackup: (id) => (id === "backup-3" ? undefined : refuse()),
      lastRuns: () => [],
    });
    expect(happened.filter((name) => name.startsWith("delete "))).toHaveLength(3);
    expect(run.deleted?.map(({ id }) => id)).toEqual(["backup-5", "backup-4", "backup-3"]);
    expect(run.stage).toMatchObject({ name: "reporting", outcome: { verdict: "verified", warnings: [] } });
  });

  it.each<[string, Partial<Script>, number]>([
    ["nothing is to be deleted any more", { keepLast: undefined }, 0],
    ["so much time has passed that the portal may have others", {}, 61],
  ])("deletes nothing where %s", async (_what, script, minutes) => {
    const { run, happened } = await resume(script, minutes);
    expect(happened.filter((name) => name.startsWith("delete "))).toEqual([]);
    expect(run.deleted).toEqual([]);
    expect(run.stage).toMatchObject({ name: "reporting", outcome: { verdict: "verified", warnings: [] } });
  });

  // Two seconds for one, five to ask what became of it, and 23 for the report.
  it.each([
    [29.999, []],
    [30, ["delete backup-5"]],
  ])("leaves to the next night what it has no time for in %d s", async (timeoutSeconds, deletions) => {
    const { run, happened } = await resume({ timeoutSeconds });
    expect(happened.filter((name) => name.startsWith("delete "))).toEqual(deletions);
    expect(run.deleted).toHaveLength(deletions.length);
    expect(run.stage).toMatchObject({ name: "reporting", outcome: { verdict: "verified", warnings: [] } });
  });
});
