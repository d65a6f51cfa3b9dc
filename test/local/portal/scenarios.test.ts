import { type Scenario, scenarios, type World } from "../../../local/scenarios";
import { findScenario } from "../../rehearsal/find-scenario";
import { arrangeScenario } from "./arrange-scenario";
import { type Seen, Visitor } from "./visitor";

const visitor = new Visitor();
const { portal, clock } = visitor;

beforeAll(() => portal.listen());
afterAll(() => portal.close());

async function arrange(name: string): Promise<World & { scenario: Scenario }> {
  const scenario = findScenario(name);
  return { ...(await arrangeScenario(visitor, scenario)), scenario };
}

async function startThenSee(afterMs: number): Promise<{ progress: Seen; taskId: string; history: string }> {
  await visitor.start();
  const taskId = portal.job?.job.id ?? "";
  clock.advance(afterMs);
  const progress = await visitor.progress();
  return { progress, taskId, history: (await visitor.history()).text };
}

test("each scenario has a name of its own, a line of its own, and the required ones are there", () => {
  const names = scenarios.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const { name, summary } of scenarios) {
    expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(summary).toMatch(/^[^\n]{10,100}$/);
  }
  expect(names).toEqual(
    expect.arrayContaining([
      ...[
        "success",
        "slow",
        "warning",
        "already-running",
        "portal-error",
        "cancelled",
        "cancelled-old-server",
      ],
      ...["vanished", "not-in-history", "zero-bytes", "late-error", "frozen", "wrong-folder", "forbidden"],
      ...["key-expired", "quota", "rate-limited", "maintenance-page", "unreachable", "ambiguous-start"],
      ...["placeholder-key", "mail-rejected", "malformed-key", "padded-key", "key-expiring", "key-inactive"],
      ...["no-such-host", "bad-certificate", "other-server", "restoring", "suspended", "own-schedule"],
      ...["root-folder", "folder-read-only", "dump-in-cloud", "module-not-connected", "local-in-cloud"],
      ...["paid-backups", "overdue-run"],
    ]),
  );
});

test.each([
  ["success", 41_000, { isCompleted: true, status: 2, error: "" }, true],
  ["slow", 120_000, { isCompleted: false, status: 1, progress: 7 }, false],
  ["slow", 25 * 60_000 + 1_000, { isCompleted: true, status: 2 }, true],
  ["warning", 30_000, { isCompleted: true, warning: expect.stringContaining("files"), error: "" }, true],
  ["portal-error", 30_000, { isCompleted: true, error: "No space left on device" }, false],
  ["cancelled", 20_000, { isCompleted: true, status: 3, error: "" }, false],
  ["cancelled-old-server", 20_000, { isCompleted: true, error: "", warning: expect.any(String) }, false],
  ["not-in-history", 25_000, { isCompleted: true, status: 2, error: "" }, false],
  ["zero-bytes", 25_000, { isCompleted: true, status: 2, error: "" }, true],
  ["late-error", 25_000, { isCompleted: true, error: expect.stringContaining("notification") }, true],
  ["frozen", 110_000, { isCompleted: false, status: 1, progress: 37 }, false],
  ["mail-rejected", 45_000, { isCompleted: true, status: 2, error: "" }, true],
  ["placeholder-key", 45_000, { isCompleted: true, status: 2, error: "" }, true],
])(
  "%s: %d ms after the start the slot shows it, and the history agrees",
  async (name, afterMs, shown, recorded) => {
    await arrange(name);
    const { progress, taskId, history } = await startThenSee(afterMs);
    expect(progress.response).toMatchObject({ taskId, ...shown });
    expect(history.includes(taskId)).toBe(recorded);
  },
);

test("cancelled-old-server: no status field", async () => {
  await arrange("cancelled-old-server");
  expect((await startThenSee(20_000)).progress.response).not.toHaveProperty("status");
});

test("vanished: the slot is empty after 15 s and stays so", async () => {
  await arrange("vanished");
  const { progress, taskId, history } = await startThenSee(15_000);
  expect(progress.json).not.toHaveProperty("response");
  expect(history).not.toContain(taskId);
  clock.advance(90_000);
  expect((await visitor.progress()).json).not.toHaveProperty("response");
});

test("zero-bytes: the archive is listed without a length", async () => {
  await arrange("zero-bytes");
  await startThenSee(25_000);
  const path = `/api/2.0/files/${portal.state.myDocumentsId}?sortBy=DateAndTime&sortOrder=descending&count=1`;
  const { text } = await visitor.get(path);
  expect(text).toContain(portal.state.archives.at(-1)?.fileName);
  expect(text).not.toContain("pureContentLength");
});

test("already-running: the first look meets a job under way, a start joins it, and it ends well", async () => {
  await arrange("already-running");
  const before = await visitor.progress();
  expect(before.response).toMatchObject({ isCompleted: false, status: 1, progress: 37 });
  const { progress, taskId, history } = await startThenSee(26_000);
  expect(progress.response).toMatchObject({ taskId, isCompleted: true });
  expect(portal.state.jobs).toHaveLength(1);
  expect(history).toContain(taskId);
});

test("wrong-folder: its setting names a folder that the portal does not know", async () => {
  const { scenario } = await arrange("wrong-folder");
  const storageParams = [{ key: "folderId", value: scenario.settings?.folderId }];
  expect((await visitor.start({ storageType: "Documents", storageParams })).status).toBe(404);
});

test("forbidden, read-only-key, key-expired and quota: the start is refused with what the portal says to it", async () => {
  await arrange("forbidden");
  expect((await visitor.start()).json).toMatchObject({
    statusCode: 403,
    error: { message: "Access denied" },
  });
  await arrange("read-only-key");
  expect((await visitor.progress()).status).toBe(200);
  expect(await visitor.start()).toMatchObject({ status: 403, text: "" });
  await arrange("key-expired");
  expect(await visitor.start()).toMatchObject({ status: 401, text: "" });
  await arrange("quota");
  expect((await visitor.start()).json).toMatchObject({
    statusCode: 402,
    error: { message: expect.any(String) },
  });
  expect(portal.state.jobs).toEqual([]);
});

test("rate-limited and maintenance-page: 10 s from the first request, then well", async () => {
  for (const [name, status] of [
    ["rate-limited", 429],
    ["maintenance-page", 502],
  ] as const) {
    await arrange(name);
    expect((await visitor.progress()).status).toBe(status);
    expect((await visitor.start()).status).toBe(status);
    clock.advance(10_000);
    expect((await visitor.start()).status).toBe(200);
  }
});

test("unreachable: no connection is made, hours later neither", async () => {
  await arrange("unreachable");
  expect(await visitor.isRefused()).toBe(true);
});

test("ambiguous-start: the start is never answered, and the job is there", async () => {
  await arrange("ambiguous-start");
  const caller = new AbortController();
  const start = visitor.start(visitor.documents, { signal: caller.signal });
  await visitor.until(() => clock.heldRequests === 1);
  clock.advance(30_000);
  caller.abort();
  await expect(start).rejects.toThrow("aborted");
  expect((await visitor.progress()).response).toMatchObject({ isCompleted: false, status: 1 });
});

test("placeholder-key and mail-rejected: the world outside the portal", async () => {
  const { secret } = await arrange("placeholder-key");
  expect(JSON.parse(secret.value)).toEqual({ apiKey: "REPLACE-ME-with-the-DocSpace-API-key" });
  const { identities } = await arrange("mail-rejected");
  expect(identities.verified.get("admin@example.com")).toBe(false);
});
