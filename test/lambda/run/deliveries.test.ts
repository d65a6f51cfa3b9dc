import { LedgerError } from "../../../lambda/run/ports";
import type { JobPlan } from "../../simulation/simulated-portal";
import { type CallFate, type Fortune, World } from "../../simulation/world";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const nightMs = Date.parse("2026-03-01T03:30:00Z");
const nightEvent = { mode: "backup", trigger: "schedule", scheduledTime: "2026-03-01T03:30:00Z" };
const nextEvent = { ...nightEvent, scheduledTime: "2026-03-02T03:30:00Z" };
const halfAnHour: JobPlan = { durationMs: 30 * minuteMs, end: { kind: "completed" } };

/** A world in which all goes well but for what a test wants otherwise. */
function open(fortune: Partial<Fortune> = {}) {
  const world = new World(nightMs, {
    callMs: () => 100,
    call: () => "well",
    start: () => ({ kind: "accepted" }),
    job: () => halfAnHour,
    wakeUp: () => ({ lateMs: 30_000, deliveries: 1 }),
    ...fortune,
  });
  const at = (afterMs: number, event: unknown) =>
    world.timeline.at(nightMs + afterMs, () => world.invoke(event));
  const liveFor = (durationMs: number) => world.timeline.liveUntil(nightMs + durationMs);
  const subjects = () => world.mails.map(({ subject }) => subject.replace(/ DocSpace.* - /, " "));
  const answers = () => world.invocations.map(({ end }) => (end.kind === "answered" ? end.answer : end));
  const posts = () => world.portalRequests.filter((name) => name === "portal start").length;
  return { world, at, liveFor, subjects, answers, posts };
}

/** Fails or kills the nth call with that name, counted from 1. */
function once(name: string, fate: CallFate, nth = 1): Pick<Fortune, "call"> {
  let count = 0;
  return { call: (called) => (called === name && ++count === nth ? fate : "well") };
}

describe("a backup that takes longer than an invocation", () => {
  it("is looked after by wake-ups, and reported once at its end", async () => {
    const { at, liveFor, subjects, posts, world, answers } = open();
    at(0, nightEvent);
    await liveFor(24 * hourMs);
    expect(subjects()).toEqual(["[OK] 1.0 MB in 32 min"]);
    expect(posts()).toBe(1);
    expect(world.armedCount).toBe(0);
    expect(answers()[0]).toEqual({ status: "CONTINUES", runId: "2026-03-01T03:30:00Z" });
    expect(answers().at(-1)).toMatchObject({ status: "OK" });
  });
});

describe("an event that is delivered twice", () => {
  it.each([
    ["at the same moment", 0],
    ["seconds later", 3_000],
    ["while the backup is followed", 20 * minuteMs],
    ["after the run has ended", 2 * hourMs],
  ])("%s makes one request for a backup and one mail", async (_, laterMs) => {
    const { at, liveFor, subjects, posts, answers } = open();
    at(0, nightEvent);
    at(laterMs, nightEvent);
    await liveFor(24 * hourMs);
    expect([subjects().length, posts()]).toEqual([1, 1]);
    expect(answers()).toContainEqual({ status: "LEFT", why: "duplicate", runId: "2026-03-01T03:30:00Z" });
  });
});

describe("a run by hand", () => {
  it.each([5_000, 3 * minuteMs, 25 * minuteMs])(
    "%d ms into the nightly one says that that is being followed",
    async (laterMs) => {
      const { at, liveFor, subjects, posts, answers } = open();
      at(0, nightEvent);
      at(laterMs, {});
      await liveFor(24 * hourMs);
      expect([subjects().length, posts()]).toEqual([1, 1]);
      expect(answers()).toContainEqual({ status: "LEFT", why: "occupied", runId: "2026-03-01T03:30:00Z" });
    },
  );

  it("that Lambda delivers twice is made once, even where the first has ended", async () => {
    const { at, liveFor, subjects, posts, world } = open({
      job: () => ({ ...halfAnHour, durationMs: 5_000 }),
    });
    at(0, {});
    world.timeline.at(nightMs + 10 * minuteMs, () => world.invoke({}, "request-1"));
    await liveFor(24 * hourMs);
    expect([subjects().length, posts()]).toEqual([1, 1]);
  });

  it("that is asked for twice is made once", async () => {
    const { at, liveFor, subjects, posts } = open();
    at(0, {});
    at(10, {});
    await liveFor(24 * hourMs);
    expect([subjects().length, posts()]).toEqual([1, 1]);
  });
});

describe("a wake-up", () => {
  it("that is delivered twice is followed once", async () => {
    const { at, liveFor, subjects, posts } = open({ wakeUp: () => ({ lateMs: 0, deliveries: 2 }) });
    at(0, nightEvent);
    await liveFor(24 * hourMs);
    expect([subjects().length, posts()]).toEqual([1, 1]);
  });

  it.each([
    ["for a run that has ended", { runId: "2026-03-01T03:30:00Z", hop: 99 }, 2 * hourMs],
    ["for a run that nobody knows", { runId: "never", hop: 99 }, 10 * minuteMs],
    ["for a hop that is over", { runId: "2026-03-01T03:30:00Z", hop: 1 }, 20 * minuteMs],
  ])("%s does nothing", async (_, order, afterMs) => {
    const { at, liveFor, subjects, posts, answers } = open();
    at(0, nightEvent);
    at(afterMs, { mode: "follow", ...order });
    await liveFor(24 * hourMs);
    expect([subjects().length, posts()]).toEqual([1, 1]);
    expect(answers()).toContainEqual({ status: "LEFT", why: "ended", runId: order.runId });
  });

  it("that finds the run in other hands at the last moment leaves it there", async () => {
    const { at, liveFor, subjects, posts, answers } = open({ wakeUp: () => ({ lateMs: 0, deliveries: 1 }) });
    at(0, nightEvent);
    at(130_050, { mode: "follow", runId: "2026-03-01T03:30:00Z", hop: 1 });
    await liveFor(24 * hourMs);
    expect([subjects().length, posts()]).toEqual([1, 1]);
    expect(answers()).toContainEqual({ status: "LEFT", why: "ended", runId: "2026-03-01T03:30:00Z" });
  });

  it("that comes while an earlier one still works takes the run out of its hands", async () => {
    const { at, liveFor, posts, subjects, answers, world } = open({
      // The first wake-up's look takes so long that the second wake-up, which somebody sends too early, overtakes it.
      callMs: (name) =>
        name === "portal look" &&
        world.timeline.nowMs > nightMs + 150_000 &&
        world.timeline.nowMs < nightMs + 170_000
          ? 18_000
          : 100,
      wakeUp: () => ({ lateMs: 30_000, deliveries: 1 }),
    });
    at(0, nightEvent);
    at(165_000, { mode: "follow", runId: "2026-03-01T03:30:00Z", hop: 2 });
    await liveFor(24 * hourMs);
    expect(answers()).toContainEqual({ status: "LEFT", why: "taken-over", runId: "2026-03-01T03:30:00Z" });
    expect([posts(), subjects().length]).toEqual([1, 1]);
  });
});

describe("a function that is killed", () => {
  const plan: JobPlan = { durationMs: 10 * minuteMs, end: { kind: "completed" } };

  it.each([["killed-before"], ["killed-after"]] as const)(
    "%s any one of its calls loses no report and asks for no second backup",
    async (fate) => {
      for (let nth = 1; ; nth++) {
        let count = 0;
        let killed = "nothing";
        const { at, liveFor, world, posts } = open({
          job: () => plan,
          call: (name) => {
            if (world.timeline.nowMs > nightMs + 12 * hourMs || ++count !== nth) return "well";
            killed = name;
            return fate;
          },
        });
        at(0, nightEvent);
        await liveFor(24 * hourMs - minuteMs);
        const postsOfTheNight = posts();
        at(24 * hourMs, nextEvent);
        await liveFor(48 * hourMs);
        if (killed === "nothing") {
          expect(nth).toBeGreaterThan(30);
          return;
        }
        const [first, ...others] = world.mails.filter(({ runId }) => runId === "2026-03-01T03:30:00Z");
        const context = `call ${nth}, ${killed}: ${world.mails.map(({ subject }) => subject).join(" | ")}`;
        expect([context, postsOfTheNight <= 1]).toEqual([context, true]);
        // Killed before the run was claimed, nothing but Lambda's error tells of it.
        const claimed = nth > 2 || (killed === "ledger claim" && fate === "killed-after");
        if (claimed) expect([context, first === undefined]).toEqual([context, false]);
        const repeatable =
          (killed === "mail" && fate === "killed-after") ||
          (killed === "ledger record" && fate === "killed-before");
        expect([context, others.length]).toEqual([context, repeatable ? 1 : 0]);
        for (const { text } of others)
          expect(text.replace(/\s+/g, " ")).toMatch(/may have been (sent|reported) before/);
        expect([context, world.mails.some(({ runId }) => runId === nextEvent.scheduledTime)]).toEqual([
          context,
          true,
        ]);
        expect([context, world.ledger.active]).toEqual([context, undefined]);
      }
    },
    60_000,
  );

  it("whenever it goes on with the run, is not called again for ever", async () => {
    const { world, at, liveFor } = open({
      call: (name) => (name === "ledger take" ? "killed-before" : "well"),
    });
    at(0, nightEvent);
    await liveFor(48 * hourMs);
    expect(world.armedCount).toBe(0);
    const lastMs = Math.max(...world.invocations.map(({ startedMs }) => startedMs));
    expect(lastMs - nightMs).toBeGreaterThan(12 * hourMs);
    expect(lastMs - nightMs).toBeLessThan(15 * hourMs);
  });

  it("between record and release is released by its next wake-up without another mail", async () => {
    const { at, liveFor, subjects, world, posts } = open(once("ledger record", "killed-after"));
    at(0, nightEvent);
    await liveFor(24 * hourMs);
    expect([subjects(), posts(), world.ledger.active]).toEqual([["[OK] 1.0 MB in 32 min"], 1, undefined]);
  });
});

describe("wake-ups that cannot be armed", () => {
  it("make the first invocation follow as long as it can, and report what it knows", async () => {
    const { at, liveFor, subjects, posts, world } = open(once("arm", "fails-before"));
    at(0, nightEvent);
    await liveFor(24 * hourMs);
    expect(subjects()).toEqual(["[UNVERIFIED] still running"]);
    expect(world.mails[0]?.text).toContain("could not arrange to be called again");
    expect(posts()).toBe(1);
  });

  it("do so at a later hop too", async () => {
    const { at, liveFor, subjects, world } = open(once("arm", "fails-before", 3));
    at(0, nightEvent);
    await liveFor(24 * hourMs);
    expect(subjects()).toEqual(["[UNVERIFIED] still running"]);
    const last = world.invocations.at(-1);
    expect(Number(last?.endedMs) - Number(last?.startedMs)).toBeGreaterThan(60_000);
  });
});

describe("a ledger that fails", () => {
  it("at the claim lets nothing be started, and that is mailed", async () => {
    const { at, liveFor, subjects, posts } = open(once("ledger claim", "fails-before"));
    at(0, nightEvent);
    await liveFor(24 * hourMs);
    expect(subjects()).toEqual(["[FAILED] the run's ledger cannot be used"]);
    expect(posts()).toBe(0);
  });

  it("at the claim and after it is still reported", async () => {
    const { at, liveFor, subjects, answers } = open({
      call: (name) => (name.startsWith("ledger") ? "fails-before" : "well"),
    });
    at(0, nightEvent);
    await liveFor(24 * hourMs);
    expect(subjects()).toEqual(["[FAILED] the run's ledger cannot be used"]);
    expect(answers()).toEqual([
      { kind: "threw", error: expect.objectContaining({ name: "BackupNotVerified" }) },
    ]);
  });

  it("at the claim of a second delivery does no harm to the run of the first", async () => {
    const { at, liveFor, subjects, world } = open(once("ledger claim", "fails-before", 2));
    at(0, nightEvent);
    at(20 * minuteMs, nightEvent);
    await liveFor(24 * hourMs);
    expect(subjects()).toEqual(["[FAILED] the run's ledger cannot be used", "[OK] 1.0 MB in 32 min"]);
    expect(world.mails[0]?.text.replace(/\s+/g, " ")).toContain("may not be the only report");
    expect(world.ledger.recorded.get(nightEvent.scheduledTime)?.stage.outcome.verdict).toBe("verified");
  });

  it("before the request for the backup keeps it from being sent", async () => {
    const { at, liveFor, subjects, posts } = open(once("ledger save posting", "fails-before"));
    at(0, nightEvent);
    await liveFor(24 * hourMs);
    expect(subjects()).toEqual(["[FAILED] the run's ledger cannot be used"]);
    expect(posts()).toBe(0);
  });

  it("after the request is made good by looking", async () => {
    const { at, liveFor, subjects, posts, world } = open({
      call: (name) => (name === "ledger save following" ? "fails-before" : "well"),
    });
    at(0, nightEvent);
    await liveFor(24 * hourMs);
    expect(subjects()).toEqual(["[OK] 1.0 MB in 31 min"]);
    expect(posts()).toBe(1);
    expect(world.mails[0]?.text.replace(/\s+/g, " ")).toContain("may not be the only report");
  });

  it("at a wake-up is an error, and the next wake-up comes all the same", async () => {
    const { at, liveFor, subjects, answers } = open(once("ledger load", "fails-before"));
    at(0, nightEvent);
    await liveFor(24 * hourMs);
    expect(answers()).toContainEqual({ kind: "threw", error: expect.any(LedgerError) });
    expect(subjects()).toHaveLength(1);
  });

  it("for good does not make wake-ups for ever", async () => {
    const { at, world, answers } = open({
      call: (name) => (name === "ledger load" ? "fails-before" : "well"),
    });
    at(0, { mode: "follow", runId: "night", hop: 500 });
    await world.timeline.liveUntil(nightMs + hourMs);
    expect(answers()).toEqual([{ kind: "threw", error: expect.any(LedgerError) }]);
    expect(world.armedCount).toBe(0);
  });

  it("at the record leaves a run that is reported again, as a possible repeat, and then ends", async () => {
    const { at, liveFor, world } = open(once("ledger record", "fails-before"));
    at(0, nightEvent);
    await liveFor(24 * hourMs);
    expect(world.mails).toHaveLength(2);
    expect(world.mails[1]?.text).toContain("may have been sent before");
    expect(world.ledger.active).toBeUndefined();
  });
});

describe("a run that was forgotten", () => {
  const dropFirst: Partial<Fortune> = { wakeUp: () => ({ lateMs: 0, deliveries: 0 }) };

  it("is ended by the next night, which then makes its own", async () => {
    const { at, liveFor, world, posts } = open({
      wakeUp: () => ({ lateMs: 0, deliveries: world.timeline.nowMs < nightMs + hourMs ? 0 : 1 }),
    });
    at(0, nightEvent);
    at(24 * hourMs, nextEvent);
    await liveFor(48 * hourMs);
    expect(world.mails.map(({ runId, subject }) => `${runId} ${subject.slice(0, 4)}`)).toEqual([
      "2026-03-01T03:30:00Z [OK]",
      "2026-03-02T03:30:00Z [OK]",
    ]);
    expect(world.mails[0]?.text).toMatch(/a\s+later run found it/);
    expect(posts()).toBe(2);
  });

  it("stays active where the ledger does not tell that it was taken into hand: its own event starts nothing more", async () => {
    const { at, liveFor, world } = open({
      ...once("ledger take", "fails-after"),
      wakeUp: () => ({ lateMs: 0, deliveries: world.timeline.nowMs < nightMs + hourMs ? 0 : 1 }),
    });
    at(0, nightEvent);
    at(2 * hourMs, {});
    at(2 * hourMs + 10_000, nightEvent);
    await liveFor(24 * hourMs);
    expect([...world.starts]).toEqual([["2026-03-01T03:30:00Z", 1]]);
    expect(world.mails.map(({ subject }) => subject.slice(0, 8))).toEqual(["[FAILED]", "[OK] Doc"]);
  });

  it("before it was started is not started a day late", async () => {
    const { at, liveFor, world, posts } = open({
      ...once("portal look", "killed-before"),
      ...dropFirst,
      job: () => ({ ...halfAnHour, durationMs: 10_000 }),
    });
    at(0, nightEvent);
    at(24 * hourMs, nextEvent);
    await liveFor(48 * hourMs);
    expect(world.mails.map(({ runId, subject }) => `${runId} ${subject.slice(0, 8)}`)).toEqual([
      "2026-03-01T03:30:00Z [FAILED]",
      "2026-03-02T03:30:00Z [OK] Doc",
    ]);
    expect(world.mails[0]?.subject).toContain("it was never started");
    expect(posts()).toBe(1);
    // The earlier run's failure is an error of the invocation that found it.
    expect(world.invocations.at(-1)?.end).toMatchObject({ kind: "threw" });
  });

  it("and still goes on is followed further, and tonight's is left", async () => {
    const long: JobPlan = { durationMs: 5 * hourMs, end: { kind: "completed" } };
    const { at, liveFor, world, posts, answers } = open({
      job: () => long,
      wakeUp: () => ({ lateMs: 0, deliveries: world.timeline.nowMs < nightMs + hourMs ? 0 : 1 }),
    });
    at(0, nightEvent);
    at(2 * hourMs, {});
    await liveFor(24 * hourMs);
    expect(answers()).toContainEqual({ status: "LEFT", why: "occupied", runId: "2026-03-01T03:30:00Z" });
    expect(world.mails.map(({ subject }) => subject.slice(0, 4))).toEqual(["[OK]"]);
    expect(posts()).toBe(1);
  });

  it("cannot be taken when the ledger fails just then: nothing is started", async () => {
    const { at, liveFor, subjects, posts } = open({ ...once("ledger take", "fails-before"), ...dropFirst });
    at(0, nightEvent);
    at(24 * hourMs, nextEvent);
    await liveFor(24 * hourMs + hourMs);
    expect(subjects()).toEqual(["[FAILED] the run's ledger cannot be used"]);
    expect(posts()).toBe(1);
  });
});

describe("a run that another version of the function wrote", () => {
  it.each([
    ["its wake-up", {}, 10 * minuteMs],
    ["the next night", { wakeUp: () => ({ lateMs: 0, deliveries: 0 }) } as Partial<Fortune>, 24 * hourMs],
  ])("is reported UNVERIFIED by %s, never dropped", async (_, fortune, afterMs) => {
    const { at, liveFor, world } = open(fortune);
    at(0, nightEvent);
    world.timeline.at(nightMs + minuteMs, () => {
      if (world.ledger.active !== undefined) world.ledger.active.run = '{"version":99}';
    });
    if (afterMs > hourMs) at(afterMs, nextEvent);
    await liveFor(afterMs + 3 * minuteMs);
    expect(world.mails[0]).toMatchObject({
      runId: "2026-03-01T03:30:00Z",
      subject: expect.stringMatching(/^\[UNVERIFIED\].*another version wrote this run$/),
    });
  });
});

describe("a portal that is down", () => {
  const down = { kind: "unreachable", reason: "connection", said: "" } as const;

  it.each([
    [20 * minuteMs, "[OK] 1.0 MB in 52 min", 1],
    [2 * hourMs, "[FAILED] the portal could not be reached", 0],
  ])("at the start for %d ms ends in %s", async (lastsMs, subject, posts) => {
    const stage = open();
    stage.world.portal.outages.push({
      fromMs: nightMs,
      untilMs: nightMs + lastsMs,
      of: "all",
      trouble: down,
    });
    stage.at(0, nightEvent);
    await stage.liveFor(24 * hourMs);
    expect(stage.subjects()).toEqual([
      expect.stringMatching(subject.replace(/[[\]]/g, "\\$&").replace("52", "\\d+")),
    ]);
    expect(stage.posts()).toBe(posts);
  });

  it.each([
    ["in mid-backup for half an hour", "all", 10 * minuteMs, 30 * minuteMs, /^\[OK\]/],
    ["to its history for half an hour", "history", 0, hourMs, /^\[OK\]/],
    ["to its history for good", "history", 0, 20 * hourMs, /^\[UNVERIFIED\].*the portal refuses to tell/],
  ] as const)("%s ends as it must", async (_, of, fromMs, lastsMs, subject) => {
    const { at, liveFor, world } = open();
    const trouble = { kind: "refused", status: 402, said: "" } as const;
    world.portal.outages.push({ fromMs: nightMs + fromMs, untilMs: nightMs + fromMs + lastsMs, of, trouble });
    at(0, nightEvent);
    await liveFor(24 * hourMs);
    expect(world.mails.map((mail) => mail.subject)).toEqual([expect.stringMatching(subject)]);
  });
});
