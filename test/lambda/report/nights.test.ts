import { type NightRun, Nights, readNight } from "../../../lambda/report/nights";

const daily = { hour: 4, minute: 30, days: [0, 1, 2, 3, 4, 5, 6] };
const zone = "Europe/Berlin";

/** A scheduled run of a day in March 2026, at 4:30 in Berlin. */
function ran(day: number, status: NightRun["status"], fields: Partial<NightRun> = {}): NightRun {
  const dueMs = Date.UTC(2026, 2, day, 3, 30);
  return {
    id: new Date(dueMs).toISOString(),
    trigger: "schedule",
    status,
    startedAtMs: dueMs + 30_000,
    durationMs: 270_000,
    ...fields,
  };
}

const marchMs = (day: number) => Date.UTC(2026, 2, day);

function drawNights(runs: NightRun[], lastDay: number, schedule: typeof daily | undefined = daily) {
  return new Nights(runs, schedule, zone).draw(marchMs(lastDay));
}

/** What came of each day, in one word. */
function draw(runs: NightRun[], lastDay: number, schedule?: typeof daily): string {
  return drawNights(runs, lastDay, schedule)
    .map(({ day, came }) => `${Number(day.slice(8))}:${typeof came === "string" ? came : came.status}`)
    .join(" ");
}

describe("the last nights", () => {
  it("are fourteen days, of which those before the first run are not known and those without a run are gaps", () => {
    expect(draw([ran(20, "OK"), ran(19, "FAILED"), ran(17, "WARNING"), ran(10, "UNVERIFIED")], 20)).toBe(
      "7:unknown 8:unknown 9:unknown 10:UNVERIFIED 11:nothing 12:nothing 13:nothing 14:nothing 15:nothing 16:nothing " +
        "17:WARNING 18:nothing 19:FAILED 20:OK",
    );
  });

  it("have no gap on a day on which no backup was due", () => {
    // Monday 16 and Thursday 19 March 2026.
    const twiceAWeek = { ...daily, days: [1, 4] };
    expect(draw([ran(19, "OK"), ran(12, "OK")], 19, twiceAWeek)).toMatch(
      /12:OK 13:free 14:free 15:free 16:nothing 17:free 18:free 19:OK$/,
    );
  });

  it("have no gap that is known of where no schedule is", () => {
    const nights = new Nights([ran(20, "OK"), ran(18, "OK")], undefined, zone);
    expect(nights.draw(marchMs(20)).at(-2)).toEqual({ day: "2026-03-19", came: "free" });
  });

  it("show the best that came of a day, and of equals the later", () => {
    const byHand = ran(20, "OK", { trigger: "manual", id: "manual 1" });
    const again = ran(20, "FAILED", { trigger: "manual", id: "manual 2" });
    expect(drawNights([again, byHand, ran(20, "FAILED")], 20).at(-1)?.came).toBe(byHand);
    expect(drawNights([again, ran(20, "FAILED")], 20).at(-1)?.came).toBe(again);
  });

  it("count a run to the day on which it was due", () => {
    const dueMs = Date.parse("2026-03-20T22:59:00Z");
    const late = ran(20, "OK", { id: new Date(dueMs).toISOString(), startedAtMs: dueMs + 90_000 });
    expect(readNight(late, zone)).toBe("2026-03-20");
    expect(readNight({ ...late, id: "first night" }, zone)).toBe("2026-03-21");
  });

  it("count a run whose event names another day to the day on which it ran", () => {
    expect(readNight(ran(20, "OK", { id: "2025-03-01T04:30:00Z" }), zone)).toBe("2026-03-20");
  });

  it("go over the change of the clocks without losing a day", () => {
    const days = drawNights([ran(31, "OK")], 31).map(({ day }) => day);
    expect(new Set(days).size).toBe(14);
    expect(days.slice(-4)).toEqual(["2026-03-28", "2026-03-29", "2026-03-30", "2026-03-31"]);
  });
});

describe("a row of nights without a verified backup", () => {
  const count = (runs: NightRun[], lastDay: number, schedule: typeof daily | undefined = daily) =>
    new Nights(runs, schedule, zone).readStreak(marchMs(lastDay));

  it("ends at the last verified one, and counts a night with several runs once", () => {
    const runs = [
      ran(20, "FAILED"),
      ran(19, "FAILED", { id: "x" }),
      ran(19, "UNVERIFIED"),
      ran(18, "WARNING"),
      ran(17, "FAILED"),
    ];
    expect(count(runs, 20)).toEqual({ failed: 1, doubtful: 1, missed: 0, total: 2 });
    expect(count([ran(20, "OK")], 20).total).toBe(0);
    expect(count([], 20).total).toBe(0);
  });

  it("takes a night for what was best in it, as the picture does", () => {
    const byHand = ran(19, "OK", { trigger: "manual", id: "manual 1" });
    expect(
      count([ran(20, "FAILED"), ran(19, "FAILED", { id: "x" }), byHand, ran(19, "FAILED")], 20).total,
    ).toBe(1);
  });

  it("counts nights on which nothing ran although it should have, but not the last one, which is not over", () => {
    expect(count([ran(16, "FAILED"), ran(15, "OK")], 20)).toEqual({
      failed: 1,
      doubtful: 0,
      missed: 3,
      total: 4,
    });
    const sundays = { ...daily, days: [0] };
    expect(count([ran(16, "FAILED"), ran(15, "OK")], 20, sundays).total).toBe(1);
    expect(new Nights([ran(16, "FAILED")], undefined, zone).readStreak(marchMs(20)).total).toBe(1);
  });
});
