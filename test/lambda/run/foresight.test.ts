import { PortalError } from "../../../lambda/portal/portal-error";
import type { Inspector } from "../../../lambda/portal/portal-inspector";
import { backUp } from "../../../lambda/run/back-up";
import { foresee, nameKey, warnOf } from "../../../lambda/run/foresight";
import { type EndedRun, isOwn } from "../../../lambda/run/run";
import { healthyPortal, nightlyKey } from "../healthy-portal";
import { playScript, type Script, showJob, startMs } from "./scripted-ports";

const dayMs = 86_400_000;

async function look(inspector: Partial<Inspector> = {}) {
  const { work } = playScript({ slot: () => undefined, inspector });
  return await foresee(work);
}

const refuse = async () => {
  throw new PortalError("GET /api/2.0/portal/payment/quota", { kind: "refused", status: 403, said: "" });
};

it("tells what the portal tells of key, counts and plan", async () => {
  expect(await look()).toEqual({
    atMs: startMs,
    key: { name: '"Nightly backup" (…cdef)', expiresAtMs: undefined },
    allowance: await healthyPortal.allowance(0),
    plan: await healthyPortal.plan(0),
    uncounted: undefined,
  });
});

it("asks a server of one's own for no counts and no plan", async () => {
  const asked: string[] = [];
  const foresight = await look({
    state: async () => ({ standalone: true, status: "active" }),
    allowance: async () => void asked.push("allowance"),
    plan: async () => {
      asked.push("plan");
      return { state: "paid", dueMs: undefined };
    },
  });
  expect(asked).toEqual([]);
  expect(Object.keys(foresight)).toEqual(["atMs", "key"]);
});

it("throws nothing where the portal tells nothing, and says that backups could not be counted", async () => {
  expect(await look({ key: refuse, state: refuse, allowance: refuse, plan: refuse })).toEqual({
    atMs: startMs,
    uncounted: "GET /api/2.0/portal/payment/quota: the portal refused with HTTP 403",
  });
  expect(await look({ allowance: async () => undefined })).toMatchObject({
    allowance: undefined,
    uncounted: undefined,
  });
});

it("counts, with a word, where the portal tells only of the free ones", async () => {
  const allowance = async () => ({ freeAllowed: 2, freeUsed: 1, untold: "HTTP 404" });
  expect(await look({ allowance })).toMatchObject({ allowance: { freeUsed: 1 }, uncounted: "HTTP 404" });
});

it("waits for the counts and not for the key", async () => {
  const order: string[] = [];
  await look({
    key: async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      order.push("key");
      return nightlyKey;
    },
    allowance: async () => void order.push("allowance"),
  });
  expect(order).toEqual(["allowance", "key"]);
});

it("does not warn of what somebody else's backup costs", () => {
  const run = { foresight: { uncounted: "denied" }, notes: [{ kind: "joined" as const }] };
  expect(warnOf(run, startMs)).toEqual([]);
  const own = { ...run, notes: [{ kind: "unarmed" as const }] };
  expect(warnOf(own, startMs)).toEqual([{ kind: "uncounted", said: "denied" }]);
});

it.each([
  [{ name: "Nightly", keyPostfix: "cdef" }, '"Nightly" (…cdef)'],
  [{ name: "Nightly", keyPostfix: "sk-0123456789abcdef" }, '"Nightly" (…cdef)'],
  [{ name: undefined, keyPostfix: undefined }, "(…)"],
])("names a key by no more than its last four characters: %j", (facts, name) => {
  expect(nameKey({ ...nightlyKey, ...facts })).toBe(name);
});

it.each([
  ["nothing", {}, []],
  ["a key without an end", { key: { name: "k" } }, []],
  ["a key that lives for two weeks more", { key: { name: "k", expiresAtMs: startMs + 14 * dayMs } }, []],
  [
    "a key that does not",
    { key: { name: "k", expiresAtMs: startMs + 14 * dayMs - 1 } },
    [{ kind: "key-expires", said: "k expires on 2026-03-15" }],
  ],
  ["counts that could not be read", { uncounted: "denied" }, [{ kind: "uncounted", said: "denied" }]],
])("warns of %s", (_what, foresight, warnings) => {
  expect(warnOf({ foresight, notes: [] }, startMs)).toEqual(warnings);
});

describe("a backup that would be charged", () => {
  const usedUp = { freeAllowed: 2, freeUsed: 2, paid: 5, pays: true };
  const order = { mode: "backup", trigger: "manual" } as const;

  async function play(script: Partial<Script>) {
    const stage = playScript({
      slot: (_, started) => (started ? showJob("completed") : undefined),
      inspector: { allowance: async () => usedUp },
      ...script,
    });
    const result = await backUp(order, "request-1", stage.work, (run: EndedRun) => Promise.resolve(run));
    if (result.kind !== "reported") throw new Error(result.kind);
    return { ...stage, run: result.told };
  }

  it("is not asked for beyond what the settings allow", async () => {
    const { run, requests, saved } = await play({ maxPaidBackupsPerMonth: 5 });
    expect(requests).toEqual([]);
    expect(saved.map(({ stage }) => stage.name)).toEqual(["reporting"]);
    expect(run.foresight?.allowance).toEqual(usedUp);
    expect(run.stage.outcome).toMatchObject({
      verdict: "failed",
      problem: {
        stage: "start",
        code: "paid-limit",
        said: "2 of 2 free backups are used this month (UTC), and 5 of 5 paid ones",
      },
    });
  });

  it("is not asked for where the settings say nothing", async () => {
    expect((await play({})).requests).toEqual([]);
  });

  it("is asked for within what they allow", async () => {
    const { run, requests } = await play({ maxPaidBackupsPerMonth: 6 });
    expect(requests).toHaveLength(1);
    expect(run.stage.outcome.verdict).toBe("verified");
  });

  it.each([
    ["how many were paid for", { freeAllowed: 2, freeUsed: 2, pays: true }],
    ["whether paid ones are on", { freeAllowed: 2, freeUsed: 2, paid: 0 }],
    ["either", { freeAllowed: 2, freeUsed: 2 }],
  ])(
    "is not asked for where none may be charged, although the portal does not tell %s",
    async (_what, counts) => {
      const allowance = async () => ({ ...counts, untold: "HTTP 404" });
      const { run, requests } = await play({ inspector: { allowance } });
      expect(requests).toEqual([]);
      const paid = "paid" in counts ? `${counts.paid}` : "an unknown number";
      const said = `2 of 2 free backups are used this month (UTC), and ${paid} of 0 paid ones`;
      expect(run.stage.outcome).toMatchObject({ problem: { code: "paid-limit", said } });
      const allowed = await play({ inspector: { allowance }, maxPaidBackupsPerMonth: 5 });
      expect(allowed.requests).toHaveLength(1);
      expect(allowed.run.stage.outcome).toMatchObject({ warnings: [{ kind: "uncounted" }] });
    },
  );

  it("is joined where somebody's began while that was asked", async () => {
    let looks = 0;
    const { run, requests } = await play({
      slot: () => (++looks === 1 ? undefined : showJob(looks < 4 ? "running" : "completed")),
      inspector: {},
    });
    expect(requests).toEqual([]);
    expect(run.notes).toEqual([{ kind: "joined" }]);
  });

  it("is not taken for this one's own where the portal answers with one that has come some way", async () => {
    const { run, requests } = await play({
      inspector: {},
      start: () => showJob("running", { progressPercent: 63 }),
    });
    expect(requests).toHaveLength(1);
    expect(run.notes).toEqual([{ kind: "maybe-joined" }]);
    expect(isOwn(run.notes)).toBe(false);
  });

  it("is asked for, with a warning, where it cannot be counted", async () => {
    const { run, requests } = await play({ inspector: { allowance: refuse } });
    expect(requests).toHaveLength(1);
    expect(run.stage.outcome).toMatchObject({ verdict: "verified", warnings: [{ kind: "uncounted" }] });
  });

  it("is joined where it runs already, whoever pays for it", async () => {
    const { run, requests } = await play({
      slot: (second) => showJob(second < 2 ? "running" : "completed"),
    });
    expect(requests).toEqual([]);
    expect(run.notes).toEqual([{ kind: "joined" }]);
    expect(run.foresight?.allowance).toEqual(usedUp);
    expect(run.stage.outcome.verdict).toBe("verified");
  });
});
