import { controllerError, problem } from "../../local/portal/answer";
import { type Disturbance, maintenancePage, rateLimitAnswer } from "../../local/portal/weather";
import { expectRest, hourMs, minuteMs, type Stage, useStages } from "./stage";

jest.setTimeout(60_000);
const open = useStages();

/** Something in front of the portal that answers in its place. */
const page = (answer: ReturnType<typeof maintenancePage>): Disturbance => ({
  kind: "page",
  page: answer,
  processing: "never",
});

/** Disturbs what is asked of the portal for some time. */
function disturb(
  stage: Stage,
  {
    afterMs,
    forMs,
    path,
    disturbance,
  }: { afterMs: number; forMs: number; path?: string; disturbance: Disturbance },
): void {
  const fromMs = stage.startMs + afterMs;
  stage.portal.addWeather({
    meets: { ...(path && { path }) },
    lasts: { fromMs, untilMs: fromMs + forMs },
    disturbance,
  });
}

function refuseConnections(stage: Stage, afterMs: number, forMs: number): void {
  stage.at(afterMs, () => stage.portal.refuseConnections({ untilMs: stage.startMs + afterMs + forMs }));
}

const toldAfterMs = (stage: Stage) => (stage.mails[0]?.atMs ?? 0) - stage.startMs;

/** The ways in which a portal can be down as a whole. */
const ways: [string, string, (stage: Stage, afterMs: number, forMs: number) => void][] = [
  ["nobody listens", "the portal could not be reached", refuseConnections],
  [
    "connections are reset",
    "the portal did not answer",
    (stage, afterMs, forMs) =>
      disturb(stage, { afterMs, forMs, disturbance: { kind: "reset", processing: "never" } }),
  ],
  [
    "nothing is answered",
    "the portal did not answer",
    (stage, afterMs, forMs) =>
      disturb(stage, { afterMs, forMs, disturbance: { kind: "silence", processing: "never" } }),
  ],
  [
    "a maintenance page is shown",
    "the portal answered with an error",
    (stage, afterMs, forMs) => disturb(stage, { afterMs, forMs, disturbance: page(maintenancePage()) }),
  ],
  [
    "a maintenance page is shown as a success",
    "the portal's answer was unreadable",
    (stage, afterMs, forMs) => disturb(stage, { afterMs, forMs, disturbance: page(maintenancePage(200)) }),
  ],
  [
    "every request is one too many",
    "the portal was refusing requests",
    (stage, afterMs, forMs) => disturb(stage, { afterMs, forMs, disturbance: page(rateLimitAnswer()) }),
  ],
];

describe.each(ways)("a portal where %s", (_, _short, takeDown) => {
  it("for 20 minutes at the start, is asked for the backup after that", async () => {
    const stage = await open();
    takeDown(stage, -minuteMs, 21 * minuteMs);
    await stage.live();
    expect(stage.subjects).toEqual([expect.stringMatching(/^\[OK\] 4\.2 GB in [34]\d min$/)]);
    expect(stage.posts).toBe(1);
    expect(stage.ends).toEqual(["OK"]);
    await expectRest(stage);
  });
});

describe.each(ways.filter(([way]) => way === "nobody listens" || way === "a maintenance page is shown"))(
  "a portal where %s",
  (_, short, takeDown) => {
    it("for two hours at the start, is not asked for a backup: FAILED after one hour", async () => {
      const stage = await open();
      takeDown(stage, -minuteMs, 2 * hourMs);
      await stage.live();
      expect(stage.subjects).toEqual([`[FAILED] ${short}`]);
      expect(stage.mails[0]?.text).toContain("No backup was asked for.");
      expect(toldAfterMs(stage)).toBeGreaterThanOrEqual(hourMs);
      expect(toldAfterMs(stage)).toBeLessThan(hourMs + 16 * minuteMs);
      expect(stage.posts).toBe(0);
      await expectRest(stage);
    });

    it("for two hours in mid-backup, leaves it UNVERIFIED after one", async () => {
      const stage = await open({ backupMs: 4 * hourMs });
      takeDown(stage, 10 * minuteMs, 2 * hourMs);
      await stage.live();
      expect(stage.subjects).toEqual([`[UNVERIFIED] ${short} meanwhile`]);
      expect(toldAfterMs(stage)).toBeGreaterThanOrEqual(hourMs + 10 * minuteMs);
      expect(toldAfterMs(stage)).toBeLessThan(hourMs + 40 * minuteMs);
      expect(stage.posts).toBe(1);
      await expectRest(stage);
    });

    it("for an hour in mid-backup, is waited for", async () => {
      const stage = await open({ backupMs: 2 * hourMs });
      takeDown(stage, 10 * minuteMs, hourMs);
      await stage.live();
      expect(stage.subjects).toEqual([
        expect.stringMatching(/^\[OK\] 4\.2 GB in 2\.\d h$|^\[OK\] 4\.2 GB in 2 h/),
      ]);
      expect(stage.posts).toBe(1);
      await expectRest(stage);
    });
  },
);

describe("a history that cannot be read", () => {
  const history = "/getbackuphistory";
  const unpaid = page(problem(402, "The subscription of the portal is not paid."));

  it("once, is read again", async () => {
    const stage = await open({
      arrange: ({ portal }) =>
        portal.addWeather({
          meets: { path: history },
          lasts: { requests: 1 },
          disturbance: page(controllerError(500, "The storage could not be reached.")),
        }),
    });
    await stage.live();
    expect(stage.subjects).toEqual([expect.stringMatching(/^\[OK\]/)]);
    expect(stage.posts).toBe(1);
    await expectRest(stage);
  });

  it.each([
    ["a refusal", unpaid],
    ["a gateway's time-out", page(maintenancePage(504))],
    ["silence", { kind: "silence", processing: "at-once" } satisfies Disturbance],
  ])("for half an hour, because of %s, is waited for", async (_, disturbance) => {
    const stage = await open();
    disturb(stage, { afterMs: 0, forMs: 40 * minuteMs, path: history, disturbance });
    await stage.live();
    expect(stage.subjects).toEqual([expect.stringMatching(/^\[OK\]/)]);
    expect(toldAfterMs(stage)).toBeGreaterThanOrEqual(40 * minuteMs);
    expect(toldAfterMs(stage)).toBeLessThan(56 * minuteMs);
    expect(stage.posts).toBe(1);
    await expectRest(stage);
  });

  it("for good, on a portal whose plan has lapsed, leaves the backup UNVERIFIED after one hour", async () => {
    const stage = await open();
    stage.portal.state.plan.tariffState = 3;
    await stage.live();
    expect(stage.subjects).toEqual(["[UNVERIFIED] the portal refuses to tell"]);
    expect(stage.mails[0]?.text).toContain("HTTP 402");
    expect(toldAfterMs(stage)).toBeGreaterThanOrEqual(hourMs + 10 * minuteMs);
    expect(stage.posts).toBe(1);
    await expectRest(stage);
  });
});
