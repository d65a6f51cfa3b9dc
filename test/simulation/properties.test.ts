import fc from "fast-check";
import { ambiguous, calm, certain, drawCall, drawJob, drawStart, drawWakeUp } from "./chance";
import { Luck } from "./luck";
import { findDoubleStarts, findUnproven, findUntoldRepeats } from "./promises";
import { type Fortune, World } from "./world";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const nightMs = 24 * hourMs;
const firstNightMs = Date.parse("2026-03-01T03:30:00Z");

const outage = fc.record({
  night: fc.integer({ min: 0, max: 2 }),
  afterMs: fc.oneof(fc.integer({ min: 0, max: 5 * minuteMs }), fc.integer({ min: 0, max: 12 * hourMs })),
  lastsMs: fc.constantFrom(30_000, 20 * minuteMs, hourMs, 2 * hourMs),
  of: fc.constantFrom("all" as const, "history" as const),
  trouble: fc.constantFrom(...ambiguous, ...certain),
});

/** Events besides the nightly ones: second deliveries, clicks on Test, and other administrators' backups. */
const extra = fc.record({
  night: fc.integer({ min: 0, max: 2 }),
  afterMs: fc.oneof(
    fc.constant(0),
    fc.integer({ min: -minuteMs, max: 5 * minuteMs }),
    fc.integer({ min: 0, max: 20 * hourMs }),
  ),
  what: fc.constantFrom(
    "schedule" as const,
    "manual" as const,
    "other-backup" as const,
    "other-storage" as const,
  ),
});

const weather = fc.record({
  outages: fc.array(outage, { maxLength: 3 }),
  extras: fc.array(extra, { maxLength: 4 }),
  seed: fc.noShrink(fc.integer()),
});

function nightEvent(night: number) {
  const scheduledTime = new Date(firstNightMs + night * nightMs).toISOString().replace(".000Z", "Z");
  return { mode: "backup", trigger: "schedule", scheduledTime };
}

const runs = Number(process.env.PROPERTY_RUNS ?? 500);

test(
  `whatever happens in three nights, in ${runs} worlds`,
  async () => {
    await fc.assert(
      fc.asyncProperty(weather, async ({ outages, extras, seed }) => {
        const luck = new Luck(seed);
        let quiet = false;
        const fortune: Fortune = {
          callMs: () => (quiet ? 100 : luck.between(1, 3_000)),
          // Trouble is rare, or no night would ever end well.
          call: (name) => (quiet ? "well" : drawCall(luck, name, 0.025)),
          start: () => (quiet ? calm.start() : drawStart(luck)),
          job: () => (quiet ? calm.job() : drawJob(luck)),
          wakeUp: () => (quiet ? calm.wakeUp() : drawWakeUp(luck)),
        };
        const world = new World(firstNightMs - 10 * minuteMs, fortune);
        const { timeline, portal } = world;
        for (const { night, afterMs, lastsMs, of, trouble } of outages) {
          const fromMs = firstNightMs + night * nightMs + afterMs;
          portal.outages.push({ fromMs, untilMs: fromMs + lastsMs, of, trouble });
        }
        for (const { night, afterMs, what } of extras) {
          timeline.at(firstNightMs + night * nightMs + afterMs, () => {
            if (what === "schedule") world.invoke(nightEvent(night));
            else if (what === "manual") world.invoke({});
            else
              portal.begin(
                timeline.nowMs,
                drawJob(luck),
                what === "other-backup" ? "Documents" : "DataStore",
              );
          });
        }
        for (let night = 0; night < 3; night++) {
          timeline.at(firstNightMs + night * nightMs + 37_000, () => world.invoke(nightEvent(night)));
        }
        await timeline.liveUntil(firstNightMs + 3 * nightMs - 2 * hourMs);
        // From here on all goes well. Two more nights: the first may still have to end what was forgotten.
        quiet = true;
        portal.outages.length = 0;
        for (let night = 3; night < 6; night++) {
          timeline.at(firstNightMs + night * nightMs + 37_000, () => world.invoke(nightEvent(night)));
        }
        await timeline.liveUntil(firstNightMs + 6 * nightMs);
        expectPromisesKept(world);
      }),
      { numRuns: runs, seed: Number(process.env.PROPERTY_SEED ?? 20_260_301) },
    );
  },
  30 * minuteMs,
);

function expectPromisesKept(world: World): void {
  const { mails, metrics, ledger, invocations } = world;
  expect(findDoubleStarts(world)).toEqual([]);
  expect(findUnproven(world)).toEqual([]);
  // No run is active for ever, and every one that ended was reported, or its invocation failed.
  expect(ledger.active).toBeUndefined();
  expect(world.armedCount).toBe(0);
  const failures = invocations.filter(({ end }) => end.kind !== "answered").length;
  const silent = [...ledger.recorded.keys()].filter((runId) => !mails.some((mail) => mail.runId === runId));
  expect(silent.length).toBeLessThanOrEqual(failures);
  // Each report is counted, unless its process died.
  const kills = invocations.filter(({ end }) => end.kind === "killed").length;
  expect(metrics.length).toBeGreaterThanOrEqual(mails.length - kills);
  const sent = metrics.filter(({ reportSent }) => reportSent).length;
  expect(sent).toBeLessThanOrEqual(mails.length);
  expect(findUntoldRepeats(world)).toEqual([]);
}
