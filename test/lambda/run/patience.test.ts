import type { Job } from "../../../lambda/portal/answers";
import { readWakeUp, readWatch } from "../../../lambda/run/limits";
import { pursue } from "../../../lambda/run/pursue";
import { beginRun, type Following, type LastingTrouble, type Run } from "../../../lambda/run/run";
import { playScript, portalError, type Script, showJob, startMs, taskId } from "./scripted-ports";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** Each call to the portal takes so long here. */
const callMs = 100;

const begun = beginRun({ id: "night", trigger: "schedule", startedAtMs: startMs, dueMs: startMs + 130_000 });
const outOfReach = () => {
  throw portalError({ kind: "unanswered", said: "" });
};
const slot = () => showJob("running");

function following(fields: Partial<Following>): Run {
  const progress = { progressPercent: 10, progressAtMs: startMs, phase: "running" } as const;
  return { ...begun, stage: { name: "following", taskId, sinceMs: startMs, ...progress, ...fields } };
}

function troubledSince(sinceMs: number): { trouble: LastingTrouble } {
  return { trouble: { sinceMs, problem: { stage: "follow", code: "portal-unanswered", said: "" } } };
}

interface Patience {
  readonly what: string;
  readonly limitMs: number;
  readonly script: Script;
  /** How many calls one step makes. */
  readonly calls: number;
  readonly since: (sinceMs: number) => Run;
  readonly end: { readonly verdict: string; readonly stage: string; readonly code: string };
}

const patiences: Patience[] = [
  {
    what: "the portal out of reach before anything was sent",
    limitMs: hourMs,
    script: { slot: outOfReach },
    calls: 1,
    since: (sinceMs) => ({ ...begun, stage: { name: "claimed", ...troubledSince(sinceMs) } }),
    end: { verdict: "failed", stage: "start", code: "portal-unanswered" },
  },
  {
    what: "the portal out of reach while a job is followed",
    limitMs: hourMs,
    script: { slot: outOfReach },
    calls: 1,
    since: (sinceMs) => following(troubledSince(sinceMs)),
    end: { verdict: "unverified", stage: "follow", code: "portal-unanswered" },
  },
  {
    what: "the history of an ended job out of reach",
    limitMs: hourMs,
    script: { slot: () => showJob("completed"), history: outOfReach },
    calls: 2,
    since: (sinceMs) => following(troubledSince(sinceMs)),
    end: { verdict: "unverified", stage: "verify", code: "portal-unanswered" },
  },
  {
    what: "the job of a request that was not answered",
    limitMs: 10 * minuteMs,
    script: { slot: () => undefined },
    calls: 1,
    since: (sinceMs) => ({ ...begun, stage: { name: "posting", atMs: sinceMs } }),
    end: { verdict: "failed", stage: "start", code: "start-unanswered" },
  },
  {
    what: "a job that nobody picks up",
    limitMs: 30 * minuteMs,
    script: { slot: () => showJob("queued") },
    calls: 1,
    since: (sinceMs) => following({ phase: "queued", progressAtMs: sinceMs }),
    end: { verdict: "failed", stage: "follow", code: "not-picked-up" },
  },
  {
    what: "a job whose progress stands still",
    limitMs: 3 * hourMs,
    script: { slot },
    calls: 1,
    since: (sinceMs) => following({ progressAtMs: sinceMs }),
    end: { verdict: "unverified", stage: "follow", code: "no-progress" },
  },
  {
    what: "a job that goes on and on",
    limitMs: 12 * hourMs,
    script: { slot },
    calls: 1,
    since: (sinceMs) => ({ ...following({}), startedAtMs: sinceMs }),
    end: { verdict: "unverified", stage: "follow", code: "still-running" },
  },
  {
    what: "an ended job that is not in the history",
    limitMs: minuteMs,
    script: { slot: () => showJob("completed"), history: () => [] },
    calls: 2,
    since: (sinceMs) => following({ absentSinceMs: sinceMs }),
    end: { verdict: "failed", stage: "verify", code: "not-in-history" },
  },
];

describe.each(patiences)("$what", ({ limitMs, script, calls, since, end }) => {
  /** Takes one step, which ends so long after what it waits out began. */
  async function stepAt(elapsedMs: number) {
    // There is time for one step, and a wake-up will come for the next.
    const { work } = playScript({ ...script, timeoutSeconds: 37 });
    return await pursue(since(startMs + calls * callMs - elapsedMs), true, work);
  }

  it("is waited out until the last millisecond", async () => {
    expect((await stepAt(limitMs - 1)).stage.name).toBe(since(startMs).stage.name);
  });

  it("ends the run then, and no other wake-up is waited for", async () => {
    const { verdict, ...problem } = end;
    expect((await stepAt(limitMs)).stage).toMatchObject({
      outcome: { verdict, problem: { ...problem, said: "" } },
    });
  });
});

describe("a portal that cannot be looked at before anything was sent", () => {
  it.each([
    ["again in this invocation, while a backup could still be asked for in it", 60.1, 2],
    ["by the next invocation, where too little is left of this one", 60.099, 1],
  ])("is looked at %s", async (_, timeoutSeconds, looks) => {
    const { work, happened } = playScript({ slot: outOfReach, timeoutSeconds });
    await pursue(begun, true, work);
    expect(happened.filter((name) => name === "look")).toHaveLength(looks);
  });
});

describe("a job that stands still", () => {
  it("counts from when another phase began, although its percentage is the same", async () => {
    const { work } = playScript({ slot, timeoutSeconds: 37 });
    const stoodStill = following({ phase: "queued", progressAtMs: startMs - 3 * hourMs });
    const { stage } = await pursue(stoodStill, true, work);
    expect(stage).toMatchObject({ name: "following", phase: "running", progressAtMs: startMs + callMs });
  });
});

describe("with a wake-up to come, an invocation stays with a running job", () => {
  /** The whole seconds at which it looks. */
  async function looksOf(job: { sinceMs?: number; progressPercent?: number; shows?: Job["phase"] }) {
    const { sinceMs = startMs, progressPercent = 80, shows = "running" } = job;
    const looks: number[] = [];
    const { work } = playScript({
      slot: (second) => {
        looks.push(Math.floor(second));
        return showJob(shows, { progressPercent });
      },
    });
    await pursue(following({ sinceMs, progressPercent }), true, work);
    return looks;
  }

  it("for half a minute from its start, while it may end by then", async () => {
    expect(await looksOf({})).toEqual([0, 3, 6, 9, 12, 15, 19, 24]);
  });

  it("for a quarter of a minute where it is too slow to end soon", async () => {
    expect(await looksOf({ progressPercent: 2 })).toEqual([0, 3, 6, 9, 12, 15]);
  });

  it("for one look later on, and for another where it is just finishing", async () => {
    const sinceMs = startMs - hourMs;
    expect(await looksOf({ sinceMs })).toEqual([0]);
    expect(await looksOf({ sinceMs, shows: "finishing" })).toEqual([0, 3]);
  });
});

describe("a job that is half a minute old at most", () => {
  it.each([
    ["in its first quarter of a minute, whatever it shows", 14_999, 0, 30_000],
    ["later, if it may end by then", 15_000, 25, 30_000],
    ["later, if it is too slow", 15_000, 24, 15_000],
  ])("is watched %s", (_, followedMs, progressPercent, watchMs) => {
    expect(readWatch(followedMs, progressPercent)).toBe(watchMs);
  });
});

describe("the next wake-up, which may come 65 s late,", () => {
  it.each([
    ["three minutes after a backup that began just now", 0, 180_000],
    ["three minutes after one of twenty minutes", 20 * minuteMs, 180_000],
    ["after 15 % of the time of one that takes longer", 40 * minuteMs, 360_000],
    ["a quarter of an hour after one of hours", 10 * hourMs, 900_000],
  ])("is called for so that it comes %s at the latest", (_, elapsedMs, withinMs) => {
    expect(readWakeUp(startMs, elapsedMs, startMs)).toBe(startMs + withinMs - 65_000);
  });

  it("is not called for before this invocation is over", () => {
    expect(readWakeUp(startMs, 0, startMs + 120_000)).toBe(startMs + 130_000);
  });
});
