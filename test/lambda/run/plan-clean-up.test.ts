import fc from "fast-check";
import type { BackupRecord } from "../../../lambda/portal/answers";
import type { PastRun } from "../../../lambda/run/past-run";
import { type CleanUpFacts, planCleanUp } from "../../../lambda/run/plan-clean-up";

const dayMs = 86_400_000;
const nowMs = Date.parse("2026-03-20T04:30:00Z");

/** A verified night so many days ago. */
function past(daysAgo: number, fields: Partial<PastRun> = {}): PastRun {
  const startedAtMs = nowMs - daysAgo * dayMs;
  return {
    id: `run-${daysAgo}`,
    trigger: "schedule",
    status: "OK",
    startedAtMs,
    endedAtMs: startedAtMs + 60_000,
    taskId: `backup-${daysAgo}`,
    isOwn: true,
    ...fields,
  };
}

function kept(daysAgo: number, fields: Partial<BackupRecord> = {}): BackupRecord {
  const createdAtMs = nowMs - daysAgo * dayMs;
  return {
    id: `backup-${daysAgo}`,
    fileName: `${daysAgo}.tar.gz`,
    storageType: "Documents",
    createdAtMs,
    ...fields,
  };
}

const days = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

function plan(fields: Partial<CleanUpFacts> = {}): string[] {
  const facts = {
    made: { id: "backup-0", isOwn: true },
    keepLast: 3,
    history: [kept(0), ...days(6).map((day) => kept(day))],
    runs: days(6).map((day) => past(day)),
    ...fields,
  };
  return planCleanUp(facts).map(({ id }) => id);
}

describe("a clean-up", () => {
  it("takes the oldest beyond those that are kept, the one just made among them", () => {
    expect(plan()).toEqual(["backup-6", "backup-5", "backup-4", "backup-3"]);
    expect(plan({ keepLast: 6 })).toEqual(["backup-6"]);
    expect(plan({ keepLast: 7 })).toEqual([]);
    expect(
      planCleanUp({
        made: { id: "backup-0", isOwn: true },
        keepLast: 6,
        history: [kept(0), ...days(6).map((day) => kept(day))],
        runs: days(6).map((day) => past(day)),
      }),
    ).toEqual([{ id: "backup-6", fileName: "6.tar.gz" }]);
  });

  it("takes five at most", () => {
    const many = {
      history: [kept(0), ...days(20).map((day) => kept(day))],
      runs: days(20).map((day) => past(day)),
    };
    expect(plan(many)).toEqual(
      days(20)
        .slice(-5)
        .toReversed()
        .map((day) => `backup-${day}`),
    );
  });

  it.each<[string, Partial<PastRun>]>([
    ["was joined, or may be somebody else's", { isOwn: false }],
    ["an older version recorded", { isOwn: undefined }],
    ["was not verified", { status: "UNVERIFIED" }],
    ["failed", { status: "FAILED" }],
    ["has no id", { taskId: undefined }],
  ])("leaves what %s", (_what, fields) => {
    const runs = days(6).map((day) => past(day, day === 6 ? fields : {}));
    expect(plan({ runs })).toEqual(["backup-5", "backup-4", "backup-3"]);
  });

  it("leaves the portal's newest three, whoever made them, and what has no date", () => {
    const old = [kept(3, { createdAtMs: nowMs }), kept(4), kept(5, { createdAtMs: undefined }), kept(6)];
    expect(plan({ history: [kept(0), kept(1), kept(2), ...old] })).toEqual(["backup-6", "backup-4"]);
    const undated = days(6).map((day) => kept(day, { createdAtMs: undefined }));
    expect(plan({ history: [kept(0), ...undated] })).toEqual([]);
  });

  it("keeps as many of its own where the one just made is somebody else's", () => {
    const made = { id: "backup-0", isOwn: false };
    expect(plan({ made })).toEqual(["backup-6", "backup-5", "backup-4"]);
  });

  it("counts a backup once, however many runs followed it", () => {
    const runs = [...days(6).map((day) => past(day)), past(1, { id: "again" })];
    expect(plan({ runs, keepLast: 5 })).toEqual(["backup-6", "backup-5"]);
    const withMade = [past(0), ...days(6).map((day) => past(day))];
    expect(plan({ runs: withMade, keepLast: 5 })).toEqual(["backup-6", "backup-5"]);
  });

  it("knows which is older by the beginning of its run, not by the ledger's order", () => {
    const runs = [4, 1, 6, 2, 5, 3].map((day) => past(day));
    expect(plan({ runs, keepLast: 5 })).toEqual(["backup-6", "backup-5"]);
  });

  it("keeps as many against which nothing spoke, and takes a doubtful one only when it is older", () => {
    const doubtful = { warnings: ["shrunken-archive"] as const };
    const recent = days(6).map((day) => past(day, day <= 2 ? doubtful : {}));
    expect(plan({ runs: recent })).toEqual(["backup-6", "backup-5"]);
    const old = days(6).map((day) => past(day, day === 6 ? doubtful : {}));
    expect(plan({ runs: old })).toEqual(["backup-6", "backup-5", "backup-4", "backup-3"]);
    const all = days(6).map((day) => past(day, doubtful));
    expect(plan({ runs: all })).toEqual([]);
    const ofTheKey = days(6).map((day) => past(day, { warnings: ["key-expires"] }));
    expect(plan({ runs: ofTheKey })).toEqual(["backup-6", "backup-5", "backup-4", "backup-3"]);
  });

  it("does not count among those that are kept what the portal has no more", () => {
    expect(plan({ history: [kept(0), kept(3), kept(4), kept(5), kept(6)] })).toEqual([
      "backup-6",
      "backup-5",
    ]);
  });
});

describe("whatever the history and the ledger hold, a clean-up", () => {
  const id = fc.integer({ min: 0, max: 14 }).map((day) => `backup-${day}`);
  const record = fc.record({
    id,
    fileName: fc.string(),
    storageType: fc.constant("Documents" as const),
    createdAtMs: fc.option(fc.integer({ min: 0, max: 1000 }), { nil: undefined }),
  });
  const run = fc.record({
    id: fc.string(),
    trigger: fc.constant("schedule" as const),
    status: fc.constantFrom("OK" as const, "WARNING" as const, "FAILED" as const, "UNVERIFIED" as const),
    startedAtMs: fc.integer({ min: 0, max: 1000 }),
    endedAtMs: fc.integer({ min: 0, max: 1000 }),
    taskId: fc.option(id, { nil: undefined }),
    isOwn: fc.option(fc.boolean(), { nil: undefined }),
    warnings: fc.option(fc.subarray(["shrunken-archive", "late-error", "key-expires"] as const), {
      nil: undefined,
    }),
  });
  const facts: fc.Arbitrary<CleanUpFacts> = fc.record({
    made: fc.record({ id, isOwn: fc.boolean() }),
    keepLast: fc.integer({ min: 3, max: 8 }),
    history: fc.uniqueArray(record, { selector: (one) => one.id }),
    runs: fc.uniqueArray(run, { selector: (one) => one.taskId ?? {} }),
  });
  const idsOf = (plan: CleanUpFacts) => planCleanUp(plan).map((one) => one.id);

  it("takes only verified backups that this stack asked for and the portal has, five at most, and never the one just made", () => {
    fc.assert(
      fc.property(facts, (known) => {
        const ids = idsOf(known);
        const verified = known.runs.filter(
          ({ status, isOwn }) => isOwn === true && (status === "OK" || status === "WARNING"),
        );
        return (
          ids.length <= 5 &&
          new Set(ids).size === ids.length &&
          !ids.includes(known.made.id) &&
          ids.every((one) => verified.some(({ taskId }) => taskId === one)) &&
          ids.every((one) => known.history.some((kept) => kept.id === one))
        );
      }),
      { numRuns: 2_000 },
    );
  });

  it("leaves the newest three of the portal, and as many of its own as are to be kept", () => {
    fc.assert(
      fc.property(facts, (known) => {
        const ids = idsOf(known);
        const age = ({ createdAtMs = Number.POSITIVE_INFINITY }: BackupRecord) => createdAtMs;
        const oldestTaken = Math.max(...known.history.filter(({ id: one }) => ids.includes(one)).map(age));
        const left = known.history.filter(({ id: one }) => !ids.includes(one));
        const newer = left.filter((one) => age(one) >= oldestTaken);
        const isGood = ({ isOwn, status, warnings = [] }: PastRun) =>
          isOwn === true && /OK|WARNING/.test(status) && warnings.every((kind) => kind === "key-expires");
        const own = left.filter(({ id: one }) =>
          known.runs.some((night) => night.taskId === one && isGood(night)),
        );
        const others = own.filter(({ id: one }) => one !== known.made.id);
        return (
          ids.length === 0 ||
          (newer.length >= 3 && others.length >= known.keepLast - (known.made.isOwn ? 1 : 0))
        );
      }),
      { numRuns: 2_000 },
    );
  });

  it("takes nothing in the place of what was deleted already", () => {
    fc.assert(
      fc.property(facts, fc.nat({ max: 5 }), (known, deletedCount) => {
        const ids = idsOf(known);
        const gone = new Set(ids.slice(0, deletedCount));
        const history = known.history.filter(({ id: one }) => !gone.has(one));
        return idsOf({ ...known, history }).every((one) => !gone.has(one));
      }),
      { numRuns: 1_000 },
    );
  });
});
