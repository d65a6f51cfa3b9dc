import { check } from "../../../lambda/check/check";
import { readConfiguration } from "../../../lambda/configuration";
import { ApiKeyError } from "../../../lambda/portal/api-key";
import type { Inspector } from "../../../lambda/portal/portal-inspector";
import { LedgerError } from "../../../lambda/run/ports";
import { type Script, showJob, startMs } from "../run/scripted-ports";
import { environment } from "../sample-environment";
import { equipCheck, knownKey, padded, refuse, troubled, untilMs } from "./scripted-check";

const dayMs = 86_400_000;

async function look(
  inspector: Partial<Inspector> = {},
  script: Partial<Script> = {},
  variables: Partial<typeof environment> = {},
  laterMs = 0,
) {
  const allowed = { MAX_PAID_BACKUPS_PER_MONTH: "40" };
  const configuration = readConfiguration({ ...environment, ...allowed, ...variables });
  const ports = equipCheck(inspector, script);
  await ports.clock.sleep(laterMs);
  const lines = await check(configuration, ports, untilMs);
  return new Map(lines.map(({ check: name, ...finding }) => [name, finding]));
}

const reject = (error: Error) => async () => {
  throw error;
};

const selfHosted: Partial<Inspector> = { state: async () => ({ standalone: true, status: "active" }) };

it("finds everything in order where it is, and says what it saw", async () => {
  const found = await look();
  expect(Object.fromEntries([...found].map(([name, { says }]) => [name, says]))).toEqual({
    Settings: "The function is set to back up https://acme.onlyoffice.com, as acme.",
    "API key": 'The key "Nightly backup" (…cdef) of Ada Admin is valid and does not expire.',
    Portal: "DocSpace 3.7.2 answers, in ONLYOFFICE's cloud.",
    Rights: "The key may start backups, as far as can be seen without starting one.",
    Storage: 'The folder "Backups" takes the archive.',
    "Backups left":
      "1 of 2 free backups used this month (UTC), 0 paid (limit 40); 30 more are due this month: 1 free, 29 charged.",
    "Portal's own schedule": "The portal makes no backups by itself.",
    Plan: "The portal's plan: paid.",
    Runs: "There has been no run yet.",
    "Next run": "2026-03-02 04:30:00 Europe/Berlin (03:30:00 UTC).",
  });
  expect(new Set([...found.values()].map(({ result }) => result))).toEqual(new Set(["ok"]));
});

const failed = (says: RegExp, next: RegExp) => ({
  result: "failed",
  says: expect.stringMatching(says),
  next: expect.stringMatching(next),
});
const warning = (says: RegExp, next: RegExp) => ({ ...failed(says, next), result: "warning" });
const ok = (says: RegExp) => ({ result: "ok", says: expect.stringMatching(says) });
const notChecked = (says: RegExp) => ({ result: "not checked", says: expect.stringMatching(says) });
const asked = ["Rights", "Storage", "Backups left", "Plan", "Portal's own schedule"];

describe("the portal", () => {
  it.each([
    [
      "has no address",
      troubled({ kind: "unreachable", reason: "name", said: "x" }),
      /no address in the domain name/,
    ],
    ["shows no good certificate", troubled({ kind: "unreachable", reason: "certificate", said: "x" }), /TLS/],
    [
      "takes no connection",
      troubled({ kind: "unreachable", reason: "connection", said: "x" }),
      /Nothing accepts/,
    ],
    ["does not answer", troubled({ kind: "unanswered", said: "reset" }), /does not answer in time: reset\./],
    [
      "fails",
      troubled({ kind: "failing", status: 502, said: "an HTML page" }),
      /fails with HTTP 502: an HTML page\./,
    ],
    ["is another server", troubled({ kind: "unreadable", said: "" }), /does not speak like a DocSpace\./],
    ["is somewhere else", refuse(301, "it redirects to https://a"), /not a DocSpace: HTTP 301: it redirects/],
    ["breaks something else", new Error("odd"), /could not be asked: odd/],
  ])("that %s leaves the rest unasked", async (_what, error, says) => {
    const found = await look({ state: reject(error), version: reject(error) });
    expect(found.get("Portal")).toEqual(failed(says, /portalUrl/));
    expect(found.get("API key")).toEqual(notChecked(/whether it is valid/));
    for (const name of asked) expect(found.get(name)).toEqual(notChecked(/The portal cannot be asked\./));
    expect(found.get("Runs")).toEqual(ok(/no run yet/));
  });

  it("that is busy may be well", async () => {
    const found = await look({ state: reject(troubled({ kind: "rate-limited", said: "" })) });
    expect(found.get("Portal")).toEqual(warning(/too many requests/, /again in some minutes/));
  });

  it.each([
    ["suspended", /suspended/, /owner/],
    ["restoring", /being restored/, /Wait/],
    ["encryption", /being encrypted/, /Wait/],
    ["5", /state 5/, /browser/],
  ])("in the state %s still tells of the key", async (status, says, next) => {
    const found = await look({ state: async () => ({ standalone: true, status }) });
    expect(found.get("Portal")).toEqual(failed(says, next));
    expect(found.get("API key")).toEqual(ok(/is valid/));
    for (const name of asked) expect(found.get(name)).toEqual(notChecked(/In this state/));
  });

  it("may keep its version to itself, and be self-hosted", async () => {
    const found = await look({ ...selfHosted, version: reject(refuse(403)) });
    expect(found.get("Portal")).toEqual(ok(/DocSpace of unknown version answers, self-hosted\./));
    expect(found.get("Backups left")).toEqual(ok(/self-hosted/));
  });
});

describe("the key", () => {
  const secret = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:key-AbCdEf";

  it.each([
    [
      "is the placeholder",
      new ApiKeyError(secret, "key-placeholder", ""),
      /placeholder/,
      /npm run set-api-key/,
    ],
    ["is none", new ApiKeyError(secret, "key-malformed", ""), /cannot be an API key/, /npm run set-api-key/],
    [
      "cannot be read",
      new ApiKeyError(secret, "secret-unreadable", "denied"),
      /\(.*: denied\)/,
      /Open the secret/,
    ],
    ["breaks something else", new Error("odd"), /cannot be read: odd/, /npm run set-api-key/],
  ])("that %s leaves the portal unasked", async (_what, error, says, next) => {
    const readKey = () => {
      throw error;
    };
    const found = await look({}, { readKey });
    expect(found.get("API key")).toEqual(failed(says, next));
    expect(found.get("Portal")).toEqual(ok(/3\.7\.2/));
    for (const name of asked) expect(found.get(name)).toEqual(notChecked(/no key to ask the portal with/));
  });

  it.each([
    ["is refused", reject(refuse(401)), /does not accept the key/],
    ["is switched off", knownKey({ isActive: false }), /\(…cdef\) of Ada Admin is switched off/],
    ["has expired", knownKey({ expiresAt: startMs - 1 }), /has expired/],
  ])("that %s leaves the rest unasked", async (_what, key, says) => {
    const found = await look({ key });
    expect(found.get("API key")).toEqual(failed(says, /npm run set-api-key/));
    for (const name of asked) expect(found.get(name)).toEqual(notChecked(/no valid key/));
  });

  it.each([
    ["far away", 31, ok(/expires on 2026-04-01\.$/)],
    ["in sight", 29, ok(/expires on 2026-03-30, in 29 days\.$/)],
    ["near", 13, warning(/expires on 2026-03-14, in 13 days\.$/, /Create a key/)],
  ])("tells of its end that is %s", async (_what, days, finding) => {
    const found = await look({ key: knownKey({ expiresAt: startMs + days * dayMs + 60_000 }) });
    expect(found.get("API key")).toEqual(finding);
    expect(found.get("Rights")).toEqual(ok(/may start/));
  });

  it("that ends before the next run has ended is of no use any more", async () => {
    const key = knownKey({ expiresAt: startMs + 30 * 3_600_000 });
    const found = await look({ key });
    expect(found.get("API key")).toEqual(
      failed(/expires on 2026-03-02, which may be before the next backup ends/, /Create/),
    );
    const paused = await look({ key }, {}, { SCHEDULE: "paused" });
    expect(paused.get("API key")).toEqual(warning(/in 1 days/, /Create/));
  });

  it("may stand between white space, and have neither a name nor an owner", async () => {
    const anonymous = { name: undefined, keyPostfix: undefined, createBy: undefined };
    const found = await look({ key: knownKey(anonymous) }, { readKey: () => padded });
    expect(found.get("API key")).toEqual(warning(/^The key \(…\) is valid .* white space/, /set-api-key/));
  });

  it("that the portal does not tell of may be good all the same", async () => {
    const found = await look({ key: reject(refuse(403, "Access denied")) });
    expect(found.get("API key")).toEqual(notChecked(/could not be asked about the key: .*Access denied/));
    expect(found.get("Rights")).toEqual(ok(/may start/));
  });
});

describe("the rights", () => {
  it.each([[["*"]], [["*:write"]], [["files:read", "*:write"]], [undefined]])(
    "suffice with %j",
    async (permissions) => {
      expect((await look({ key: knownKey({ permissions }) })).get("Rights")).toEqual(ok(/may start/));
    },
  );

  it("suffice while a backup is running, and that is told", async () => {
    const running = await look({}, { slot: () => showJob("running") });
    expect(running.get("Rights")).toEqual(ok(/one is running in the portal now, which a run would join/));
    const over = await look({}, { slot: () => showJob("completed") });
    expect(over.get("Rights")).toEqual(ok(/without starting one/));
  });

  it("of a key that may only read do not suffice", async () => {
    const found = await look({ key: knownKey({ permissions: ["*:read", "files:write"] }) });
    expect(found.get("Rights")).toEqual(failed(/\(\*:read, files:write\)/, /Create a key/));
  });

  it.each([
    ["no administrator", refuse(403), failed(/no DocSpace administrator/, /Create a key/)],
    ["somebody whose key dies meanwhile", refuse(401), failed(/does not take the key/, /check again/)],
    [
      "unknown",
      troubled({ kind: "unanswered", said: "reset" }),
      failed(/did not tell: .*reset/, /same question/),
    ],
  ])("of an owner who is %s", async (_what, error, finding) => {
    const slot = () => {
      throw error;
    };
    expect((await look({}, { slot })).get("Rights")).toEqual(finding);
  });
});

describe("the storage", () => {
  const folder = (facts: object) => async () => ({
    title: "Backups",
    isWritable: true,
    isRoot: false,
    ...facts,
  });

  it.each([
    ["missing", reject(refuse(404)), failed(/has no folder 42\./, /folderId/)],
    ["closed", reject(refuse(403)), failed(/may not open the folder 42\./, /folderId/)],
    ["one of the portal's own", folder({ isRoot: true }), failed(/takes no files/, /folderId/)],
    ["read-only", folder({ isWritable: false }), failed(/cannot be written to/, /right/)],
    ["of unknown rights", folder({ isWritable: undefined }), ok(/takes the archive/)],
    ["not to be asked for", reject(refuse(402)), notChecked(/HTTP 402/)],
    ["in an odd portal", reject(new Error("odd")), notChecked(/odd/)],
  ])("in a folder that is %s", async (_what, asFolder, finding) => {
    expect((await look({ folder: asFolder })).get("Storage")).toEqual(finding);
  });

  it("needs the number of a folder, or none", async () => {
    const folderIds: (string | undefined)[] = [];
    const noting: Partial<Inspector> = {
      folder: async (folderId) => {
        folderIds.push(folderId);
        return { title: "My documents", isWritable: true, isRoot: false };
      },
    };
    for (const folderId of ["forty-two", "42b", "b42"]) {
      const text = await look(noting, {}, { STORAGE_PARAMS: JSON.stringify({ folderId }) });
      expect(text.get("Storage")).toEqual(failed(RegExp(`"${folderId}" is not the number`), /folderId/));
    }
    const mine = await look(noting, {}, { STORAGE_PARAMS: "{}" });
    expect(mine.get("Storage")).toEqual(ok(/My documents/));
    expect(folderIds).toEqual([undefined]);
    const none = await look({ folder: reject(refuse(404)) }, {}, { STORAGE_PARAMS: "{}" });
    expect(none.get("Storage")).toEqual(
      failed(/has no folder "My documents" of the key's owner\./, /folderId/),
    );
  });

  const s3 = { id: "S3", isSet: true, properties: [{ name: "bucket" }, { name: "region" }] };
  const inS3 = { STORAGE_TYPE: "ThirdPartyConsumer", STORAGE_PARAMS: '{"module":"S3","bucket":"b"}' };

  it.each([
    ["connected", [{ ...s3, properties: undefined }], ok(/S3 is connected/)],
    ["not connected", [{ ...s3, isSet: false }], failed(/S3 is not connected/, /Integration/)],
    ["half set", [s3], warning(/lacks .*: region\./, /Add it/)],
    [
      "set to nothing that it needs",
      [{ ...s3, properties: [...s3.properties, { name: "class" }] }],
      warning(/lacks .*: region, class\./, /Add it/),
    ],
    ["unknown", [{ ...s3, id: "Box" }], failed(/no storage module S3, but Box\./, /storageType/)],
    [
      "unknown among some",
      [
        { ...s3, id: "Box" },
        { ...s3, id: "Rackspace" },
      ],
      failed(/but Box, Rackspace\./, /storageType/),
    ],
    ["unknown where there is none", [], failed(/no storage module S3, but none\./, /storageType/)],
  ])("in a module that is %s", async (_what, modules, finding) => {
    expect((await look({ modules: async () => modules }, {}, inS3)).get("Storage")).toEqual(finding);
  });

  it.each([
    ["Local", selfHosted, ok(/does not tell whether .* \/backups: the first report does/)],
    ["Local", {}, failed(/no folders of a server/, /storageType/)],
    ["DataStore", {}, warning(/after 24 hours/, /fetches/)],
    ["ThridpartyDocuments", {}, ok(/takes the archive/)],
    ["ThirdPartyConsumer", {}, failed(/no storage module , but none/, /storageType/)],
  ])("of the type %s", async (type, inspector, finding) => {
    const variables = { STORAGE_TYPE: type, STORAGE_PARAMS: '{"filePath":"/backups"}' };
    expect((await look(inspector, {}, variables)).get("Storage")).toEqual(finding);
  });

  it("of a whole installation is none of the cloud's", async () => {
    const inCloud = await look({}, {}, { DUMP: "true" });
    expect(inCloud.get("Storage")).toEqual(failed(/whole installation/, /dump/));
    expect((await look(selfHosted, {}, { DUMP: "true" })).get("Storage")).toEqual(ok(/takes/));
  });
});

describe("the backups left", () => {
  it.each([
    [
      "enough for the month",
      1,
      true,
      "40",
      ok(/1 of 2 free .* 3 paid \(limit 40\); 30 more .*: 1 free, 29 charged\.$/),
    ],
    ["not enough", 1, true, "4", warning(/30 more .*: 1 free, 1 charged, 28 refused\.$/, /fewer days/)],
    ["none but for money", 2, true, "40", warning(/The next one is charged/, /lower maxPaid/)],
    [
      "none that may be charged",
      2,
      true,
      "3",
      failed(/will not be asked for/, /Raise maxPaidBackupsPerMonth/),
    ],
    ["none", 2, false, "9", failed(/paid ones are off.*will refuse the next one/, /Settings > Payments/)],
  ])("are %s", async (_what, freeUsed, pays, limit, finding) => {
    const allowance = async () => ({ freeAllowed: 2, freeUsed, paid: 3, pays });
    const found = await look({ allowance }, {}, { MAX_PAID_BACKUPS_PER_MONTH: limit });
    expect(found.get("Backups left")).toEqual(finding);
  });

  it("are counted anew where the next run is due in another month", async () => {
    const allowance = async () => ({ freeAllowed: 2, freeUsed: 2, paid: 0, pays: true });
    const lastOfMonth = Date.parse("2026-03-31T05:00:00Z") - startMs;
    const found = await look({ allowance }, {}, { MAX_PAID_BACKUPS_PER_MONTH: "0" }, lastOfMonth);
    expect(found.get("Backups left")).toEqual(ok(/due in another month, which is counted anew/));
  });

  it("are not all known where the portal does not tell all", async () => {
    const allowance = async () => ({ freeAllowed: 2, freeUsed: 1, untold: "HTTP 404" });
    const found = await look({ allowance });
    expect(found.get("Backups left")).toEqual(notChecked(/did not tell all of it: HTTP 404/));
  });

  it("are enough for a schedule that is paused", async () => {
    const found = await look({}, {}, { SCHEDULE: "paused" });
    expect(found.get("Backups left")).toEqual(ok(/no more are due this month\.$/));
  });

  it("may not be counted, or not be told", async () => {
    const uncounted = await look({ allowance: async () => undefined });
    expect(uncounted.get("Backups left")).toEqual(ok(/does not count/));
    const untold = await look({ allowance: reject(refuse(403)) });
    expect(untold.get("Backups left")).toEqual(notChecked(/HTTP 403/));
  });
});

describe("a clean-up", () => {
  const runs = [1, 2, 3, 4, 5].map((day) => ({
    id: `run-${day}`,
    status: "OK" as const,
    trigger: "schedule" as const,
    startedAtMs: startMs - day * dayMs,
    endedAtMs: startMs - day * dayMs,
    taskId: day === 2 ? undefined : `backup-${day}`,
    isOwn: true,
  }));

  it.each([
    ["3", ok(/would delete 1, as far as the portal still has them: of 2026-02-25\./)],
    ["4", ok(/would delete nothing: 4 backups are kept\./)],
    ["3", ok(/would delete 2, .*: of 2026-02-24, 2026-02-25\./), 5],
  ])("that keeps %s is told beforehand, by the ledger alone", async (KEEP_LAST, finding, nights = 4) => {
    const history = () => {
      throw new Error("a check does not ask for the history, which changes the portal");
    };
    const script = { history, deleteBackup: history, lastRuns: () => runs.slice(0, nights) };
    expect((await look({}, script, { KEEP_LAST })).get("Clean-up")).toEqual(finding);
  });

  it.each([
    ["as many runs as a clean-up looks at", { KEEP_LAST: "3" }, 500],
    ["as many as a report looks at, where there is none", {}, 60],
  ])("is told from %s", async (_what, variables, limit) => {
    const limits: number[] = [];
    const lastRuns = async (wanted: number) => {
      limits.push(wanted);
      return runs;
    };
    await look({}, { ledger: { lastRuns } }, variables);
    expect(limits).toEqual([limit]);
  });

  it("is not told where none is wanted, or the ledger cannot be read", async () => {
    expect((await look()).has("Clean-up")).toBe(false);
    const lastRuns = () => {
      throw new LedgerError("denied");
    };
    expect((await look({}, { lastRuns }, { KEEP_LAST: "3" })).has("Clean-up")).toBe(false);
  });
});

describe("the plan", () => {
  const until = (days: number) => startMs + days * dayMs;

  it.each([
    ["paid", undefined, ok(/^The portal's plan: paid\.$/)],
    ["paid", until(31), ok(/paid until 2026-04-01\.$/)],
    ["paid", until(20), ok(/within a month/)],
    ["trial", until(13), warning(/trial until 2026-03-14\. That is soon/, /Payments/)],
    ["delay", until(3), warning(/overdue; it is served until 2026-03-04/, /Payments/)],
    ["notpaid", undefined, failed(/not paid/, /Payments/)],
  ])("that is %s until %s", async (state, dueMs, finding) => {
    expect((await look({ plan: async () => ({ state, dueMs }) })).get("Plan")).toEqual(finding);
  });
});

it("warns of a schedule that the portal has itself", async () => {
  const found = await look({ hasOwnSchedule: async () => true });
  expect(found.get("Portal's own schedule")).toEqual(warning(/as well/, /Switch one of the two off/));
});

it("warns of a schedule that is paused", async () => {
  const found = await look({}, {}, { SCHEDULE: "paused" });
  expect(found.get("Next run")).toEqual(warning(/paused/, /enabled/));
});

describe("the runs", () => {
  const active = { id: "night", startedAtMs: startMs, hop: 1, holder: "x", run: undefined };
  const run = {
    id: "night",
    status: "FAILED",
    trigger: "schedule",
    startedAtMs: startMs - dayMs,
    endedAtMs: startMs - dayMs + 60_000,
  } as const;

  it.each([
    ["one that is followed", { active: { ...active, dueMs: startMs } }, ok(/05:30:00 .* is being followed/)],
    [
      "one that was forgotten",
      { active: { ...active, dueMs: startMs - 3_600_000 } },
      warning(/was forgotten/, /the next run finishes/),
    ],
    [
      "one that failed",
      { lastRuns: () => [run] },
      warning(/was FAILED; none of the last 1 on record was verified/, /its report/),
    ],
    [
      "one that failed after a good one",
      { lastRuns: () => [run, { ...run, status: "OK" as const }] },
      warning(/was FAILED; the last verified backup ended on 2026-02-28 05:31:00/, /its report/),
    ],
    [
      "one that was well",
      { lastRuns: () => [{ ...run, status: "WARNING" as const }, run] },
      ok(/The last run is well: the last verified backup ended on 2026-02-28 05:31:00/),
    ],
  ])("of which there is %s", async (_what, script, finding) => {
    expect((await look({}, script)).get("Runs")).toEqual(finding);
  });

  it("are not those of a run that is overdue by no more than a wake-up may be late", async () => {
    const atMost = { ...active, dueMs: startMs - 15 * 60_000 };
    expect((await look({}, { active: atMost })).get("Runs")).toEqual(ok(/is being followed/));
  });

  it("need the ledger", async () => {
    const lastRuns = () => {
      throw new LedgerError("The ledger cannot be used: denied");
    };
    expect((await look({}, { lastRuns })).get("Runs")).toEqual(failed(/denied/, /Open the table/));
  });
});

it("waits no longer than 2.5 s for what is nice to know, and as long as it may for the rest", async () => {
  const waits: [string, number][] = [];
  const note =
    <Told>(name: string, told: Told) =>
    async (untilMs: number) => {
      waits.push([name, untilMs - startMs]);
      return told;
    };
  const ports = equipCheck({
    state: note("state", { standalone: true, status: "active" }),
    version: note("version", "3.7.2"),
    key: note("key", await knownKey({})()),
  });
  const configuration = readConfiguration(environment);
  await check(configuration, ports, startMs + 7_500);
  await check(configuration, ports, startMs + 2_000);
  expect(waits).toEqual([
    ["state", 7_500],
    ["version", 2_500],
    ["key", 2_500],
    ["state", 2_000],
    ["version", 2_000],
    ["key", 2_000],
  ]);
});
