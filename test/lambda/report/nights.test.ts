import { listNights, type NightRun, readStreak } from "../../../lambda/report/nights";

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
    endedAtMs: dueMs + 300_000,
    ...fields,
  };
}

/** What came of each day, in one word. */
function draw(runs: [NightRun, ...NightRun[]], schedule: Parameters<typeof listNights>[1] = daily): string {
  return listNights(runs, schedule, zone)
    .map(({ day, came }) => `${Number(day.slice(8))}:${typeof came === "string" ? came : came.status}`)
    .join(" ");
}

describe("the last nights", () => {
  it("are fourteen days, of which those before the first run are not known and those without a run are gaps", () => {
    expect(draw([ran(20, "OK"), ran(19, "FAILED"), ran(17, "WARNING"), ran(10, "UNVERIFIED")])).toBe(
      "7:unknown 8:unknown 9:unknown 10:UNVERIFIED 11:nothing 12:nothing 13:nothing 14:nothing 15:nothing 16:nothing " +
        "17:WARNING 18:nothing 19:FAILED 20:OK",
    );
  });

  it("have no gap on a day on which no backup was due", () => {
    // Monday 16 and Thursday 19 March 2026.
    const twiceAWeek = { ...daily, days: [1, 4] };
    expect(draw([ran(19, "OK"), ran(12, "OK")], twiceAWeek)).toMatch(
      /12:OK 13:free 14:free 15:free 16:nothing 17:free 18:free 19:OK$/,
    );
  });

  it("are without a backup while the schedule is paused", () => {
    expect(listNights([ran(20, "OK"), ran(18, "OK")], undefined, zone).at(-2)).toEqual({
      day: "2026-03-19",
      came: "nothing",
    });
  });

  it("show the best that came of a day, and of equals the later", () => {
    const byHand = ran(20, "OK", { trigger: "manual", id: "manual 1" });
    const again = ran(20, "FAILED", { trigger: "manual", id: "manual 2" });
    expect(listNights([again, byHand, ran(20, "FAILED")], daily, zone).at(-1)?.came).toBe(byHand);
    expect(listNights([again, ran(20, "FAILED")], daily, zone).at(-1)?.came).toBe(again);
  });

  it("count a run to the day on which it was due", () => {
    const dueMs = Date.parse("2026-03-20T22:59:00Z");
    const late = ran(20, "OK", { id: new Date(dueMs).toISOString(), startedAtMs: dueMs + 90_000 });
    expect(listNights([late], daily, zone).at(-1)?.day).toBe("2026-03-20");
    const unreadable = { ...late, id: "first night" };
    expect(listNights([unreadable], daily, zone).at(-1)?.day).toBe("2026-03-21");
  });

  it("go over the change of the clocks without losing a day", () => {
    const days = listNights([ran(31, "OK")], daily, zone).map(({ day }) => day);
    expect(new Set(days).size).toBe(14);
    expect(days.slice(-4)).toEqual(["2026-03-28", "2026-03-29", "2026-03-30", "2026-03-31"]);
  });
});

describe("a row of nights without a verified backup", () => {
  it("ends at the last verified one, and counts a night with several runs once", () => {
    const runs = [
      ran(20, "FAILED"),
      ran(19, "FAILED", { id: "x" }),
      ran(19, "FAILED"),
      ran(18, "WARNING"),
      ran(17, "FAILED"),
    ];
    expect(readStreak(runs, zone)).toEqual({ nights: 2, allFailed: true });
    expect(readStreak([ran(20, "UNVERIFIED"), ran(19, "FAILED")], zone)).toEqual({
      nights: 2,
      allFailed: false,
    });
    expect(readStreak([ran(20, "OK")], zone)).toEqual({ nights: 0, allFailed: true });
  });
});
