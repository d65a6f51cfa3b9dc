import type { KillPoint } from "../../local/rehearsal/kill-point";
import { expectRest, minuteMs, nightEvent, type Stage, secondMs, useStages } from "./stage";

jest.setTimeout(120_000);
const open = useStages();

const backupMs = 4 * minuteMs;
const killed = "Runtime.ExitError";
const ok = "[OK] 4.2 GB";
const neverStarted = "[FAILED] it was never started";
const maybeStarted = "[FAILED] not confirmed, may have been started";

/** The calls of an undisturbed night, as `dynamodb:PutItem`, in order; a portal's are called by their method. */
let calls: readonly string[];

beforeAll(async () => {
  const stage = await open({ backupMs });
  await stage.live();
  calls = listCalls(stage);
});

function listCalls({ account, portal }: Stage): string[] {
  const timed = [
    ...account.calls.map(({ atMs, service, operation }) => ({ atMs, name: `${service}:${operation}` })),
    ...portal.requests.map(({ atMs, method }) => ({ atMs, name: `portal:${method}` })),
  ];
  return timed.toSorted((one, other) => one.atMs - other.atMs).map(({ name }) => name);
}

/** The kill before or after the call with that index. */
function killAtCall(when: KillPoint["when"], index: number): KillPoint {
  const name = calls[index] ?? "";
  const [service = "", operation = ""] = name.split(":");
  const nth = calls.slice(0, index + 1).filter((call) => call === name).length;
  return { when, service, operation, nth };
}

/** What must become of a run whose process is killed there: its mails, and which night sends them. */
function foretell(when: KillPoint["when"], index: number): { subjects: string[]; toldBy: string } {
  const attempted = calls.slice(0, index + 1);
  const done = when === "before" ? calls.slice(0, index) : attempted;
  const has = (name: string, nth = 1) => done.filter((call) => call === name).length >= nth;
  if (!has("dynamodb:PutItem")) return { subjects: [], toldBy: "nobody" };
  // An invocation reads the ledger first and arms second: killed in between, nobody comes after it but the next night.
  const isChainBroken =
    attempted.lastIndexOf("dynamodb:GetItem") > done.lastIndexOf("scheduler:CreateSchedule");
  const toldBy = isChainBroken ? "the next night" : "the same night";
  if (!has("scheduler:CreateSchedule")) return { subjects: [neverStarted], toldBy };
  // The second write says that the request may leave; before the third it is known whether it did.
  if (has("dynamodb:PutItem", 2) && !has("portal:POST")) return { subjects: [maybeStarted], toldBy };
  const writeCount = calls.filter((call) => call === "dynamodb:PutItem").length;
  // The last write is the record.
  if (has("ses:SendEmail") && !has("dynamodb:PutItem", writeCount)) return { subjects: [ok, ok], toldBy };
  return { subjects: [ok], toldBy };
}

/** The mails of a run without their durations, and what they say of being repeated. */
function readMails(stage: Stage, runId: string) {
  const mails = stage.mails.filter(({ text }) => text.includes(`Run ${runId}`));
  return {
    subjects: mails.map(({ subject }) => subject.replace(/( in \d|, found late).*$/, "")),
    repeats: mails.slice(1).map(({ text }) => text.includes("This report may have been sent before")),
    found: mails.some(({ text }) => text.includes("a later run found it")),
  };
}

/** Two nights, the first with a kill. */
async function liveThrough(killAt: KillPoint) {
  const stage = await open({ backupMs, killAt });
  await stage.live();
  const first = { results: stage.results, mailCount: stage.subjects.length, posts: stage.posts };
  // More looks fit into a night on a machine that has more time: the last one may not come at all.
  if (!first.results.includes(killed)) return undefined;
  stage.plan({ durationMs: 20 * secondMs });
  await stage.live();
  const { subjects, repeats, found } = readMails(stage, nightEvent.scheduledTime);
  const toldBy = subjects.length === 0 ? "nobody" : first.mailCount > 0 ? "the same night" : "the next night";
  return {
    observed: {
      crashes: stage.results.filter((result) => result === killed).length,
      subjects,
      toldBy,
      repeats,
      found,
      next: readMails(stage, "2026-03-02T03:30:00Z").subjects,
      nextPosts: stage.posts - first.posts,
    },
    posts: first.posts,
    stage,
  };
}

describe.each(["before", "after"] as const)("killed %s", (when) => {
  it.each([
    ["any of the ledger's reads and writes", "dynamodb", 14],
    ["any arming or calling off", "scheduler", 4],
    ["the reading of the key", "secretsmanager", 1],
    ["the mail", "ses", 1],
    ["any look at the portal, or the request for the backup", "portal", 12],
  ])("%s, a run loses no report, and asks for one backup at most", async (_, service, fewestCalls) => {
    const indices = [...calls.keys()].filter((index) => calls[index]?.startsWith(`${service}:`));
    let reached = 0;
    for (const index of indices) {
      const killAt = killAtCall(when, index);
      const lived = await liveThrough(killAt);
      if (lived === undefined) continue;
      reached += 1;
      const { subjects, toldBy } = foretell(when, index);
      const expected = {
        crashes: 1,
        subjects,
        toldBy,
        repeats: subjects.slice(1).map(() => true),
        found: toldBy === "the next night",
        next: [subjects.every((subject) => subject === ok) ? ok : "[OK] recovered after 1 failed night"],
        nextPosts: 1,
      };
      expect({ killAt, ...lived.observed }).toEqual({ killAt, ...expected });
      expect(lived.posts).toBeLessThanOrEqual(1);
      await expectRest(lived.stage);
    }
    expect(reached).toBeGreaterThanOrEqual(fewestCalls);
  });
});

it("a kill before the claim leaves nothing but the invocation that failed", async () => {
  const stage = await open({ backupMs, killAt: killAtCall("before", calls.indexOf("dynamodb:PutItem")) });
  await stage.live();
  expect(stage.results).toEqual([killed]);
  expect(stage.mails).toEqual([]);
  expect(stage.portal.requests).toEqual([]);
  expect(stage.account.wakeUps.created).toEqual([]);
  await expectRest(stage);
});

it("five invocations that are killed one after the other delay a report and do not lose it", async () => {
  const stage = await open({
    backupMs,
    arrange: ({ faults }) =>
      faults.add({
        service: "scheduler",
        operation: "CreateSchedule",
        from: 2,
        count: 5,
        when: "after",
        effect: { kind: "killed" },
      }),
  });
  await stage.live();
  expect(stage.results).toEqual(["CONTINUES", killed, killed, killed, killed, killed, "OK"]);
  expect(stage.subjects).toHaveLength(1);
  expect(stage.posts).toBe(1);
  await expectRest(stage);
});

it("a kill while the request for the backup hangs leaves a run that finds its job by looking", async () => {
  const stage = await open({
    backupMs,
    arrange: ({ portal }) =>
      portal.addWeather({
        meets: { method: "POST" },
        lasts: { requests: 1 },
        disturbance: { kind: "silence", processing: "at-once" },
      }),
  });
  stage.at(10 * secondMs, () => stage.account.killProcesses());
  await stage.live();
  expect(stage.results[0]).toBe(killed);
  expect(stage.subjects).toEqual([expect.stringMatching(/^\[OK\]/)]);
  expect(stage.mails[0]?.text).toContain("it was not repeated, and the backup was found by looking");
  expect(stage.posts).toBe(1);
  await expectRest(stage);
});

it("a kill in the pause between two looks is made good by the next wake-up", async () => {
  const stage = await open({ backupMs });
  stage.at(3 * secondMs, () => stage.account.killProcesses());
  await stage.live();
  expect(stage.results[0]).toBe(killed);
  expect(stage.ends).toEqual([killed, "OK"]);
  expect(stage.subjects).toHaveLength(1);
  expect(stage.posts).toBe(1);
  await expectRest(stage);
});
