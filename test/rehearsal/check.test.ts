import * as v from "valibot";
import type { InvocationResult } from "../../local/runtime/invocation";
import { type Scenario, scenarios } from "../../local/scenarios";
import { DeployedPortals } from "./deployed-portals";
import { findScenario } from "./find-scenario";
import { openRehearsal } from "./open-rehearsal";
import type { RehearsedNight } from "./rehearse-night";
import { collectSecrets, collectTraces, findSecrets } from "./traces";

/** What a check looks at, in the order of its answer; clean-up and mail only where they are wanted. */
const checkNames = [
  "Settings",
  "API key",
  "Portal",
  "Rights",
  "Storage",
  "Backups left",
  "Plan",
  "Portal's own schedule",
  "Clean-up",
  "Runs",
  "Next run",
  "Mail",
] as const;
type CheckName = (typeof checkNames)[number];

const results = ["ok", "warning", "failed", "not checked"] as const;
type Result = (typeof results)[number];

const lineSchema = v.strictObject({
  check: v.picklist(checkNames),
  result: v.picklist(results),
  says: v.pipe(v.string(), v.nonEmpty()),
  next: v.optional(v.pipe(v.string(), v.nonEmpty())),
});
type Line = v.InferOutput<typeof lineSchema>;

const answerSchema = v.object({
  status: v.picklist(["OK", "WARNING", "FAILED"]),
  summary: v.pipe(v.string(), v.nonEmpty()),
  checks: v.array(lineSchema),
});
type Answer = v.InferOutput<typeof answerSchema>;

/** One of the results, and what the line says and advises. */
interface ExpectedLine {
  readonly result: Result | readonly Result[];
  readonly says?: RegExp;
  readonly next?: RegExp;
}

/** The lines that are not just `ok`. */
type Expectation = Partial<Record<CheckName, ExpectedLine>>;

const unasked: ExpectedLine = { result: "not checked" };
const perhapsUnasked: ExpectedLine = { result: ["ok", "not checked"] };

/** What the portal tells to nobody without a key. */
const withoutKey: Expectation = {
  Rights: unasked,
  Storage: unasked,
  "Backups left": unasked,
  Plan: unasked,
  "Portal's own schedule": unasked,
  Runs: perhapsUnasked,
};

const keyFailed = (says: RegExp, next = /key/i): Expectation => ({
  ...withoutKey,
  "API key": { result: "failed", says, next },
});

const portalFailed = (says: RegExp, next = /./): Expectation => ({
  ...withoutKey,
  "API key": perhapsUnasked,
  Rights: perhapsUnasked,
  Portal: { result: "failed", says, next },
});

const rightsFailed = (says: RegExp): Expectation => ({
  Rights: { result: "failed", says, next: /key/i },
  Storage: perhapsUnasked,
  "Backups left": perhapsUnasked,
  Plan: perhapsUnasked,
  "Portal's own schedule": perhapsUnasked,
  Runs: perhapsUnasked,
});

const storageFailed = (says: RegExp, next: RegExp): Expectation => ({
  Storage: { result: "failed", says, next },
});

/** Disturbed for longer than a check may take. */
const disturbed: Expectation = {
  ...withoutKey,
  "API key": perhapsUnasked,
  Portal: { result: ["warning", "failed"] },
};

/** What a check finds in each situation; `no answer` where the function cannot give one. */
const expected: Record<string, Expectation | "no answer"> = {
  success: {},
  slow: {},
  warning: {},
  "already-running": { Rights: { result: "ok", says: /running in the portal now/ } },
  "portal-error": {},
  cancelled: {},
  "cancelled-old-server": {},
  vanished: {},
  "not-in-history": {},
  "zero-bytes": {},
  "late-error": {},
  frozen: {},
  "placeholder-key": keyFailed(/placeholder/i),
  "malformed-key": keyFailed(/key/i),
  "padded-key": { "API key": { result: "warning", says: /white ?space|line break/i } },
  "key-expired": keyFailed(/expired/i),
  "key-expiring": { "API key": { result: "warning", says: /expires/i, next: /key/i } },
  "key-inactive": keyFailed(/switched off|inactive|deactivated/i),
  "read-only-key": rightsFailed(/permission|\*:read/i),
  forbidden: rightsFailed(/administrator/i),
  unreachable: portalFailed(/refuse|accepts? (no )?connections/i),
  "no-such-host": portalFailed(/\bnames?\b/i, /portalUrl/),
  "bad-certificate": portalFailed(/TLS|certificate/i, /certificate/i),
  "other-server": portalFailed(/DocSpace/, /portalUrl/),
  quota: { "Backups left": { result: "failed", says: /free backups/i, next: /paid/i } },
  "paid-backups": { "Backups left": { result: "warning", says: /The next one is charged/ } },
  "paid-limit": { "Backups left": { result: "failed", says: /beyond the limit/, next: /maxPaidBackups/ } },
  uncounted: { "Backups left": unasked },
  "plan-ending": { Plan: { result: "warning", says: /2026-03-11/ } },
  "clean-up": { "Clean-up": { result: "ok", says: /would delete 3/ } },
  "clean-up-failed": { "Clean-up": { result: "ok", says: /would delete 3/ } },
  "own-schedule": { "Portal's own schedule": { result: "warning", says: /schedule/i } },
  restoring: portalFailed(/restored/i),
  suspended: portalFailed(/suspended/i),
  "wrong-folder": storageFailed(/4711/, /folderId/),
  "root-folder": storageFailed(/Rooms|root/i, /folderId/),
  "folder-read-only": storageFailed(/Press|30117/, /write|right|folderId/i),
  "dump-in-cloud": storageFailed(/whole installation|dump/i, /dump/i),
  "local-in-cloud": storageFailed(/cloud|self-hosted/i, /storageType/),
  "module-not-connected": storageFailed(/GoogleCloud/, /connect/i),
  "rate-limited": disturbed,
  "maintenance-page": disturbed,
  "ambiguous-start": {},
  "overdue-run": { Runs: { result: "warning", says: /forgotten|overdue|lost/i } },
  "mail-rejected": {},
  "alarms-unconfirmed": {},
  undelivered: {},
  "time-out": "no answer",
  "out-of-memory": "no answer",
  crash: "no answer",
};

/** Those that only look, and the one that mails. */
const allowedOperations = ["GetSecretValue", "GetItem", "Query", "SendEmail"];

/** Places that the settings may name and a backup can go to, and what a check says of them. */
const usableStorages: Record<string, { scenario: Scenario; storage: ExpectedLine }> = {
  "a folder in My documents": {
    scenario: { ...findScenario("success"), settings: { folderId: "20544" } },
    storage: { result: "ok", says: /Backups/ },
  },
  "a connected account": {
    scenario: {
      ...findScenario("success"),
      settings: { storageType: "ThridpartyDocuments", folderId: "sbox-17" },
    },
    storage: { result: "ok", says: /Box/ },
  },
  "a folder of a connected account": {
    scenario: {
      ...findScenario("success"),
      settings: { storageType: "ThridpartyDocuments", folderId: "sbox-17-|Backups" },
    },
    storage: { result: "ok", says: /Backups/ },
  },
  "a connected storage module": {
    scenario: {
      ...findScenario("success"),
      settings: {
        storageType: "ThirdPartyConsumer",
        storageParams: JSON.stringify({ module: "S3", bucket: "acme", region: "eu-central-1" }),
      },
    },
    storage: { result: "ok", says: /S3/ },
  },
  "temporary storage": {
    scenario: { ...findScenario("success"), settings: { storageType: "DataStore" } },
    storage: { result: ["ok", "warning"], says: /24 hours/ },
  },
  "a folder of a server of one's own": {
    scenario: {
      ...findScenario("local-in-cloud"),
      arrange: ({ portal: { state } }) => {
        state.standalone = true;
      },
    },
    storage: perhapsUnasked,
  },
  "a dump of a server of one's own": {
    scenario: {
      ...findScenario("dump-in-cloud"),
      arrange: ({ portal: { state } }) => {
        Object.assign(state, { standalone: true, dumpAllowed: true });
      },
    },
    storage: { result: "ok" },
  },
};

let portals: DeployedPortals;
beforeAll(async () => {
  const others = Object.values(usableStorages).map(({ scenario }) => scenario);
  portals = await DeployedPortals.synthesise([...scenarios, ...others]);
}, 60_000);
afterAll(() => portals.remove());

interface Checked extends RehearsedNight {
  readonly invocation: InvocationResult;
}

async function runCheck(scenario: Scenario, event: object = { mode: "check" }): Promise<Checked> {
  const rehearsal = await openRehearsal({
    deployment: portals.deploy(scenario),
    scenario,
    portalPort: portals.portalPort,
  });
  try {
    const night = await rehearsal.click(event);
    const [invocation] = night.invocations;
    if (invocation === undefined) throw new Error("the check was not invoked");
    return { night, rehearsal, invocation };
  } finally {
    await rehearsal.close();
  }
}

function readAnswer({ invocation }: Checked): Answer {
  if (invocation.outcome === "succeeded") return v.parse(answerSchema, invocation.payload);
  throw new Error(`the check ended with ${invocation.errorType}: ${invocation.errorMessage}`);
}

/** What holds for every check: it only looks, in time, and gives nothing away. */
function expectHarmless(checked: Checked): void {
  const { night, rehearsal, invocation } = checked;
  const { account, portal } = rehearsal;
  expect(night.invocations).toHaveLength(1);
  expect(invocation.durationMs).toBeLessThan(10_000);
  expect(portal.requests.filter(({ method }) => method !== "GET")).toEqual([]);
  expect(account.calls.filter(({ operation }) => !allowedOperations.includes(operation))).toEqual([]);
  expect(night.denials).toEqual([]);
  expect(findSecrets(collectTraces(checked), collectSecrets(checked))).toEqual([]);
  const log = account.logGroups.events.map(({ message }) => message).join("\n");
  expect(log).not.toContain("CloudWatchMetrics");
}

/** Settings and version are there for everybody: the key, which may be another portal's, is not shown for them. */
function expectKeyShownWhereNeeded({ rehearsal: { portal } }: Checked): void {
  const open = portal.requests.filter(({ path }) => /^\/api\/2\.0\/settings(\/version\/build)?$/.test(path));
  expect(open.filter(({ authorization }) => authorization !== undefined)).toEqual([]);
}

function expectConsistent({ status, checks }: Answer, names: readonly CheckName[]): void {
  expect(checks.map(({ check }) => check)).toEqual(names);
  const found = new Set(checks.map(({ result }) => result));
  expect(status).toBe(
    found.has("failed") ? "FAILED" : found.has("warning") || found.has("not checked") ? "WARNING" : "OK",
  );
  const needy = checks.filter(({ result }) => result === "failed" || result === "warning");
  expect(needy.filter(({ next }) => next === undefined)).toEqual([]);
}

const describeLine = ({ check, result, says, next = "" }: Line) => `${check}: ${result}: ${says} ${next}`;

/** The lines that are not as expected, in words. */
function findUnexpected({ checks }: Answer, expectation: Expectation): string[] {
  const unexpected = checks.filter((line) => {
    const { result, says = /^/, next = /^/ } = expectation[line.check] ?? { result: "ok" };
    return ![result].flat().includes(line.result) || !says.test(line.says) || !next.test(line.next ?? "");
  });
  return unexpected.map(describeLine);
}

/** What is looked at where nothing more is wanted. */
const usualNames: readonly CheckName[] = checkNames.filter((name) => name !== "Mail" && name !== "Clean-up");

test("every scenario is expected to be checked in some way", () => {
  expect(Object.keys(expected).sort()).toEqual(scenarios.map(({ name }) => name).sort());
});

test.each(Object.entries(expected))(
  "%s: the check finds it, starts nothing and tells no secret",
  async (name, expectation) => {
    const checked = await runCheck(findScenario(name));
    if (expectation === "no answer") {
      expect(checked.invocation.outcome).toBe("failed");
      return;
    }
    const answer = readAnswer(checked);
    expect(findUnexpected(answer, expectation)).toEqual([]);
    const cleaningUp = checkNames.filter((one) => usualNames.includes(one) || one === "Clean-up");
    expectConsistent(answer, "Clean-up" in expectation ? cleaningUp : usualNames);
    expectHarmless(checked);
    expectKeyShownWhereNeeded(checked);
    expect(checked.night.mails).toEqual([]);
  },
  60_000,
);

test.each(Object.entries(usableStorages))(
  "%s is not refused",
  async (_, { scenario, storage }) => {
    const checked = await runCheck(scenario);
    const answer = readAnswer(checked);
    expect(findUnexpected(answer, { Storage: storage })).toEqual([]);
    expectConsistent(answer, usualNames);
    expectHarmless(checked);
  },
  60_000,
);

test("what can be wrong with the portal is told apart", async () => {
  const names = ["unreachable", "no-such-host", "bad-certificate", "other-server", "restoring", "suspended"];
  const sentences = new Set<string | undefined>();
  for (const name of names) {
    const { checks } = readAnswer(await runCheck(findScenario(name)));
    sentences.add(checks.find(({ check }) => check === "Portal")?.says);
  }
  expect(sentences.size).toBe(names.length);
}, 60_000);

/** What never answers, and the line that says so. */
const silences: Record<string, { line: CheckName; arrange: Scenario["arrange"] }> = {
  "the portal": {
    line: "Portal",
    arrange: ({ portal }) =>
      portal.addWeather({ lasts: "always", disturbance: { kind: "silence", processing: "never" } }),
  },
  "Secrets Manager": { line: "API key", arrange: silence("secretsmanager") },
  DynamoDB: { line: "Runs", arrange: silence("dynamodb") },
  SES: { line: "Mail", arrange: silence("ses") },
};

function silence(service: string): Scenario["arrange"] {
  return ({ faults }) => faults.add({ service, when: "before", effect: { kind: "silence" } });
}

test.each(Object.entries(silences))(
  "a check that %s never answers says so, and does not wait for it longer than it may",
  async (_, { line, arrange }) => {
    const event = { mode: "check", mail: true };
    const checked = await runCheck({ ...findScenario("success"), arrange }, event);
    const answer = readAnswer(checked);
    expect(answer.checks).toContainEqual(expect.objectContaining({ check: line, result: "failed" }));
    expectConsistent(answer, [...usualNames, "Mail"]);
    expectHarmless(checked);
  },
  60_000,
);

describe("a check whose result is to be mailed", () => {
  const event = { mode: "check", mail: true };

  it("sends one mail that begins with its status, and says that SES took it", async () => {
    const checked = await runCheck(findScenario("success"), event);
    const answer = readAnswer(checked);
    expect(findUnexpected(answer, {})).toEqual([]);
    expectConsistent(answer, [...usualNames, "Mail"]);
    expectHarmless(checked);
    expect(checked.night.mails.map(({ subject }) => subject)).toEqual([expect.stringMatching(/^\[OK\] /)]);
  }, 60_000);

  it("mails what failed, with what is to be done", async () => {
    const checked = await runCheck(findScenario("wrong-folder"), event);
    const answer = readAnswer(checked);
    expect(findUnexpected(answer, storageFailed(/4711/, /folderId/))).toEqual([]);
    expectConsistent(answer, [...usualNames, "Mail"]);
    expectHarmless(checked);
    const [mail] = checked.night.mails;
    expect(mail?.subject).toMatch(/^\[FAILED\] /);
    expect(mail?.text).toMatch(/4711[\s\S]*folderId/);
  }, 60_000);

  it("says so where SES refuses it", async () => {
    const checked = await runCheck(findScenario("mail-rejected"), event);
    const answer = readAnswer(checked);
    expect(findUnexpected(answer, { Mail: { result: "failed", says: /not verified/i } })).toEqual([]);
    expectConsistent(answer, [...usualNames, "Mail"]);
    expectHarmless(checked);
    expect(checked.night.mails).toEqual([]);
  }, 60_000);
});
