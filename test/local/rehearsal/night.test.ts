import { join } from "node:path";
import { buildSync } from "esbuild";
import { deployStack } from "../../../local/aws/deploy-stack";
import type { Deployment } from "../../../local/aws/deployment";
import { findFreePort } from "../../../local/rehearsal/free-port";
import { isVerified, type Night } from "../../../local/rehearsal/night";
import { Rehearsal, type RehearsalOptions } from "../../../local/rehearsal/rehearsal";
import type { Scenario } from "../../../local/scenarios";
import { describeBackup, synthesiseStack } from "../aws/backup-like-stack";
import { describeWakeUps } from "../aws/wake-up-stack";

const [bundle] = buildSync({
  entryPoints: [join(__dirname, "self-waking-function.ts")],
  bundle: true,
  platform: "node",
  target: "node20",
  write: false,
}).outputFiles;

const minuteMs = 60_000;
const afterMs = Date.parse("2026-03-01T00:00:00Z");
const dueMs = Date.parse("2026-03-01T03:30:00Z");
let portalPort = 0;
let rehearsal: Rehearsal | undefined;

beforeAll(async () => {
  portalPort = await findFreePort();
});

afterEach(async () => {
  await rehearsal?.close();
});

function deploy(hops: number): Deployment {
  return deployStack(
    synthesiseStack((stack) =>
      describeBackup(stack, {
        source: bundle?.text ?? "",
        describeWakeUps: () => {
          const parts = describeWakeUps(stack);
          const own = { PORTAL_URL: `http://127.0.0.1:${portalPort}`, HOPS: String(hops) };
          return { ...parts, environment: { ...parts.environment, ...own } };
        },
      }),
    ),
  );
}

async function open(
  options: Partial<RehearsalOptions> & { hops?: number; arrange?: Scenario["arrange"] } = {},
): Promise<Rehearsal> {
  const { hops = 3, arrange = () => undefined, ...others } = options;
  rehearsal = await Rehearsal.open({
    deployment: deploy(hops),
    scenario: { name: "test", summary: "test", arrange },
    portalPort,
    speed: Number.POSITIVE_INFINITY,
    seed: 1,
    afterMs,
    ...others,
  });
  return rehearsal;
}

const payloads = ({ invocations }: Night) =>
  invocations.map((result) => (result.outcome === "succeeded" ? result.payload : result.errorMessage));

const usualNight = ["started: 200", "looked 1", "looked 2", "reported"];
const killed = expect.stringMatching(/Runtime exited with error: signal: killed$/);

test("a night goes on from wake-up to wake-up until nothing is to come any more, and tells them", async () => {
  const { live, clock } = bind(await open());
  const told: string[] = [];
  const night = await live((happening) => told.push(happening));
  expect(payloads(night)).toEqual(usualNight);
  expect(night.mails.map(({ subject }) => subject)).toEqual(["[OK] done"]);
  expect(night.denials).toEqual([]);
  expect(night.end).toMatchObject({ kind: "invoked", invocation: { payload: "reported" } });
  expect(isVerified(night)).toBe(true);
  expect(clock.now() - dueMs).toBeGreaterThan(90 * minuteMs);
  expect(clock.now() - dueMs).toBeLessThan(96 * minuteMs);
  expect(told).toEqual([
    "the schedule fired, and Lambda took its event",
    ...[1, 2, 3].flatMap((number) => [
      expect.stringMatching(new RegExp(`^wake-up ${number} is set for 0[56]:\\d\\d:\\d\\d$`)),
      expect.stringMatching(new RegExp(`^wake-up ${number} fires, \\d+ s late$`)),
    ]),
  ]);
}, 30_000);

test("the next night goes on with the same ledger and the same portal, and has mails of its own", async () => {
  const { live, account, portal } = bind(await open({ hops: 1 }));
  expect(isVerified(await live())).toBe(true);
  const second = await live();
  expect(payloads(second)).toEqual(["started: 200", "reported"]);
  expect(second.mails.map(({ atMs }) => new Date(atMs).toISOString().slice(0, 10))).toEqual(["2026-03-02"]);
  expect(account.ses.mails).toHaveLength(2);
  expect(portal.requests.filter(({ method }) => method === "POST")).toHaveLength(2);
}, 30_000);

test("a run whose wake-ups are lost leaves a silent night, and its item to the next one", async () => {
  const { live, account } = bind(
    await open({
      hops: 1,
      arrange: ({ firing }) => {
        firing.planDeliveries = ({ schedule }, usualMs) => (schedule.name === "hop-1" ? [] : [usualMs]);
      },
    }),
  );
  const first = await live();
  expect([payloads(first), first.mails, isVerified(first)]).toEqual([["started: 200"], [], false]);
  expect(account.wakeUps.existing).toEqual([]);
  expect(payloads(await live())).toEqual(["already followed"]);
}, 30_000);

test.each([
  ["at the same moment", 0],
  ["after the run has ended", 120 * minuteMs],
])(
  "an event can be delivered twice %s",
  async (_title, againAfterMs) => {
    const { live } = bind(
      await open({
        hops: 1,
        arrange: ({ firing }) => {
          firing.planDeliveries = ({ schedule }, usualMs) =>
            schedule.groupName === "default" ? [usualMs, usualMs + againAfterMs] : [usualMs];
        },
      }),
    );
    const night = await live();
    const again = againAfterMs === 0 ? "already followed" : "started: 200";
    expect(payloads(night).filter((payload) => payload === again).length).toBeGreaterThan(0);
    expect(night.invocations).toHaveLength(againAfterMs === 0 ? 3 : 4);
    expect(isVerified(night)).toBe(true);
  },
  30_000,
);

test("the function can be invoked by hand at a moment of the night, and on a day without a schedule's event", async () => {
  const opened = await open({ hops: 1 });
  const { live, click, account } = bind(opened);
  opened.at(dueMs + 10 * minuteMs, () => account.lambda.invoke(opened.functionArn, {}));
  opened.at(dueMs + 300 * minuteMs, () => account.lambda.invoke(opened.functionArn, { hop: 7 }));
  expect(payloads(await live())).toEqual([
    "started: 200",
    "already followed",
    "reported",
    "nothing to follow",
  ]);
  const clicked = await click({});
  expect(payloads(clicked)).toEqual(["started: 200", "reported"]);
  expect(isVerified(clicked)).toBe(true);
}, 30_000);

test("what never ends is given up after 30 hours", async () => {
  const { live, account, clock } = bind(await open({ hops: Number.MAX_SAFE_INTEGER }));
  const night = await live();
  expect(night.end).toEqual({ kind: "unfinished", afterMs: 30 * 60 * minuteMs });
  expect(night.invocations.length).toBeGreaterThan(50);
  expect(isVerified(night)).toBe(false);
  const invocationCount = account.logGroups.events.length;
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(account.logGroups.events).toHaveLength(invocationCount);
  expect(clock.now()).toBeLessThan(dueMs + 31 * 60 * minuteMs);
}, 60_000);

describe("the function's process is killed", () => {
  const kill = (when: "before" | "after", service: string, operation: string, nth = 1) => ({
    killAt: { when, service, operation, nth },
  });

  test.each<[string, ReturnType<typeof kill>, unknown[], number, boolean]>([
    // Nothing was written and no wake-up armed: nobody ever hears of that night.
    ["before it claims", kill("before", "dynamodb", "PutItem"), [killed], 0, false],
    // The item is there, and no wake-up.
    ["after it claims", kill("after", "dynamodb", "PutItem"), [killed], 0, false],
    ["before it arms", kill("before", "scheduler", "CreateSchedule"), [killed], 0, false],
    [
      "after it arms",
      kill("after", "scheduler", "CreateSchedule"),
      [killed, ...usualNight.slice(1)],
      0,
      true,
    ],
    [
      "before it arms the second time, so that its chain breaks",
      kill("before", "scheduler", "CreateSchedule", 2),
      ["started: 200", killed],
      1,
      false,
    ],
    ["before the POST", kill("before", "portal", "POST"), [killed, ...usualNight.slice(1)], 0, true],
    ["after the POST", kill("after", "portal", "POST"), [killed, ...usualNight.slice(1)], 1, true],
    ["before the mail", kill("before", "ses", "SendEmail"), [...usualNight.slice(0, 3), killed], 1, false],
    ["after the mail", kill("after", "ses", "SendEmail"), [...usualNight.slice(0, 3), killed], 1, false],
  ])(
    "%s",
    async (title, options, expected, jobs, isEndVerified) => {
      const { live, portal } = bind(await open(options));
      const night = await live();
      expect(payloads(night)).toEqual(expected);
      expect(night.mails).toHaveLength(expected.at(-1) === "reported" || title === "after the mail" ? 1 : 0);
      expect(isVerified(night)).toBe(isEndVerified);
      expect(portal.job === undefined ? 0 : 1).toBe(jobs);
    },
    30_000,
  );

  test("and no other: one that runs at the same time goes on", async () => {
    const { live } = bind(
      await open({
        ...kill("before", "scheduler", "CreateSchedule"),
        arrange: ({ firing }) => {
          firing.planDeliveries = (_, usualMs) => [usualMs, usualMs];
        },
      }),
    );
    expect(payloads(await live()).sort()).toEqual([killed, "already followed"].sort());
  }, 30_000);
});

/** The parts of a rehearsal, its methods bound to it. */
function bind(opened: Rehearsal) {
  const { account, portal, clock } = opened;
  return {
    account,
    portal,
    clock,
    live: (tell?: (happening: string) => void) => opened.live(tell),
    click: (event: unknown) => opened.click(event),
  };
}
