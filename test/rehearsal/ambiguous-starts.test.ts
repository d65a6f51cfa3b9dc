import { cutInHalf, type Disturbance, maintenancePage, type Processing } from "../../local/portal/weather";
import { expectRest, hourMs, minuteMs, secondMs, useStages } from "./stage";

jest.setTimeout(60_000);
const open = useStages();

/** Something in front of the portal that answers in its place. */
function page(status: number, body: string, contentType = "application/json") {
  const answer = { status, headers: { "content-type": contentType }, body };
  return (processing: Processing): Disturbance => ({ kind: "page", page: answer, processing });
}

const serverError = JSON.stringify({ status: 1, statusCode: 500, error: { message: "Object reference" } });
const otherShape = JSON.stringify({ response: { id: 7, state: "queued" }, status: 0, statusCode: 200 });

/** What comes back instead of the job, by whether and when the portal carries the request out. */
const answers: [string, (processing: Processing) => Disturbance][] = [
  ["is never answered", (processing) => ({ kind: "silence", processing })],
  ["is reset", (processing) => ({ kind: "reset", processing })],
  ["is answered with a 500", page(500, serverError)],
  [
    "is answered with an HTML 502",
    (processing) => ({ kind: "page", page: maintenancePage(502), processing }),
  ],
  [
    "is answered with an HTML page that calls itself a 200",
    (processing) => ({ kind: "page", page: maintenancePage(200), processing }),
  ],
  ["is answered with a 200 of another shape", page(200, otherShape)],
  ["is answered with an empty 200", page(200, "")],
];

const slots: [string, boolean][] = [
  ["an empty slot", false],
  ["yesterday's finished job in the slot", true],
];

function openDisturbed(disturbance: Disturbance, isSlotTaken = false) {
  return open({
    backupMs: 2 * minuteMs,
    arrange: ({ portal, clock }) => {
      if (isSlotTaken) portal.beginJob({ startedMs: clock.now() - 20 * hourMs });
      portal.addWeather({ meets: { method: "POST" }, lasts: { requests: 1 }, disturbance });
    },
  });
}

describe.each(slots)("with %s", (_, isSlotTaken) => {
  describe.each(answers)("a request for a backup that %s", (_title, disturb) => {
    it.each([
      ["at once", "at-once"],
      ["a minute later", { afterMs: minuteMs }],
    ] satisfies [string, Processing][])(
      "and whose backup begins %s, is not repeated, and its backup found",
      async (_when, processing) => {
        const stage = await openDisturbed(disturb(processing), isSlotTaken);
        await stage.live();
        expect(stage.subjects).toEqual([expect.stringMatching(/^\[OK\] 4\.2 GB/)]);
        expect(stage.mails[0]?.text).toContain("it was not repeated, and the backup was found by looking");
        expect(stage.posts).toBe(1);
        expect(stage.ends).toEqual(["OK"]);
        await expectRest(stage);
      },
    );

    it("and whose backup never begins, is FAILED after ten minutes as one that may have been started", async () => {
      const stage = await openDisturbed(disturb("never"), isSlotTaken);
      await stage.live();
      expect(stage.subjects).toEqual([expect.stringMatching(/^\[FAILED\] .*may have been started$/)]);
      const [mail] = stage.mails;
      expect(mail?.text).toContain("Look at the portal's backup page before you run the backup again");
      expect((mail?.atMs ?? 0) - stage.startMs).toBeGreaterThanOrEqual(10 * minuteMs);
      expect((mail?.atMs ?? 0) - stage.startMs).toBeLessThan(15 * minuteMs);
      expect(stage.posts).toBe(1);
      expect(stage.ends).toEqual(["BackupNotVerified"]);
      await expectRest(stage);
    });
  });
});

describe("a request for a backup", () => {
  it("half of whose answer arrives, is not repeated, and its backup found", async () => {
    const stage = await openDisturbed({ kind: "altered", alter: cutInHalf });
    await stage.live();
    expect(stage.subjects).toEqual([expect.stringMatching(/^\[OK\]/)]);
    expect(stage.posts).toBe(1);
    await expectRest(stage);
  });

  it("that is answered after 20 seconds, is waited for", async () => {
    const stage = await openDisturbed({ kind: "slow", byMs: 20 * secondMs });
    await stage.live();
    expect(stage.subjects).toEqual([expect.stringMatching(/^\[OK\]/)]);
    expect(stage.mails[0]?.text).not.toContain("found by looking");
    expect(stage.posts).toBe(1);
    await expectRest(stage);
  });

  it("whose backup has ended and left the slot before anybody looked, is found by the history", async () => {
    const stage = await openDisturbed({ kind: "silence", processing: "at-once" });
    stage.plan({ durationMs: 20 * secondMs });
    stage.at(25 * secondMs, () => {
      const shown = stage.portal.job;
      if (shown === undefined) throw new Error("the backup did not begin");
      shown.job.removed = true;
    });
    await stage.live();
    expect(stage.subjects).toEqual([expect.stringMatching(/^\[OK\] 4\.2 GB/)]);
    expect(stage.posts).toBe(1);
    await expectRest(stage);
  });

  it("that is refused as one too many, is sent again, and only one of them is processed", async () => {
    const disturbance = page(429, "")("never");
    const stage = await openDisturbed(disturbance);
    await stage.live();
    expect(stage.subjects).toEqual([expect.stringMatching(/^\[OK\]/)]);
    expect(stage.posts).toBe(2);
    expect(stage.portal.state.jobs).toHaveLength(1);
    await expectRest(stage);
  });
});
