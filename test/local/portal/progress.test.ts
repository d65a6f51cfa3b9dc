import type { JobEnding } from "../../../local/portal/job";
import { Visitor } from "./visitor";

const visitor = new Visitor();
const { portal, clock } = visitor;

beforeAll(() => portal.listen());
afterAll(() => portal.close());
beforeEach(() => visitor.beginAnew());

function begin(ending: JobEnding): string {
  return portal.beginJob({ plan: { ending } }).id;
}

async function see(afterMs: number): Promise<unknown> {
  clock.advance(afterMs);
  return (await visitor.progress()).response;
}

async function historyIds(): Promise<string> {
  return (await visitor.history()).text;
}

test("a backup goes from created over running to settled, with the record before isCompleted", async () => {
  const id = begin({ kind: "completed" });
  expect(await see(0)).toMatchObject({ taskId: id, isCompleted: false, progress: 0, status: 0 });
  expect(await see(20_000)).toMatchObject({ isCompleted: false, progress: 51, status: 1 });
  expect(await historyIds()).not.toContain(id);
  expect(await see(18_000)).toMatchObject({ isCompleted: false, progress: 100, status: 1 });
  expect(await historyIds()).toContain(id);
  expect(await see(2_000)).toMatchObject({ isCompleted: true, progress: 100, status: 1, error: "" });
  expect(await see(1_000)).toMatchObject({ isCompleted: true, progress: 100, status: 2, error: "" });
});

test("a finished job stays for a day", async () => {
  const id = begin({ kind: "completed" });
  expect(await see(40_000 + 24 * 3_600_000 - 1)).toMatchObject({ taskId: id });
  expect(await see(1)).toBeUndefined();
});

test("a job that itself runs over a day disappears from view, and is recorded all the same", async () => {
  const { id } = portal.beginJob({ plan: { durationMs: 30 * 3_600_000 } });
  expect(await see(23 * 3_600_000)).toMatchObject({ isCompleted: false, progress: 76 });
  expect(await see(2 * 3_600_000)).toBeUndefined();
  clock.advance(5 * 3_600_000);
  expect(await historyIds()).toContain(id);
});

test("a warning comes with a completed job", async () => {
  const id = begin({ kind: "completed", warning: "3 files are missing" });
  expect(await see(10_000)).not.toHaveProperty("warning");
  expect(await see(31_000)).toMatchObject({ isCompleted: true, error: "", warning: "3 files are missing" });
  expect(await historyIds()).toContain(id);
});

test("a failed job says so and leaves a truncated archive but no record", async () => {
  const id = begin({ kind: "failed", error: "disk full", afterMs: 20_000 });
  expect(await see(20_000)).toMatchObject({ isCompleted: true, status: 2, error: "disk full", progress: 51 });
  expect(await historyIds()).not.toContain(id);
  const archive = portal.state.archives.at(-1);
  expect(archive).toMatchObject({ fileName: "acme_2026-03-10_12-00-00.tar", sizeBytes: 4_213_442_560 / 2 });
});

test("a failure before the job proper never completes", async () => {
  begin({ kind: "failed-before-start", error: "no disk", afterMs: 500 });
  expect(await see(500)).toMatchObject({ isCompleted: false, status: 4, error: "no disk", progress: 0 });
  expect(await see(3_600_000)).toMatchObject({ isCompleted: false, status: 4, error: "no disk" });
});

test("a late failure flips a completed job whose record stays", async () => {
  const id = begin({ kind: "failed-late", error: "charging failed" });
  expect(await see(40_000)).toMatchObject({ isCompleted: true, status: 1, error: "" });
  expect(await see(1_000)).toMatchObject({ isCompleted: true, status: 2, error: "charging failed" });
  expect(await historyIds()).toContain(id);
});

test("a job can complete without a record", async () => {
  const id = begin({ kind: "completed-without-record" });
  expect(await see(41_000)).toMatchObject({ isCompleted: true, status: 2, error: "" });
  expect(await historyIds()).not.toContain(id);
});

test("a cancelled job is out of sight, then cancelled with a warning and without an error", async () => {
  const id = begin({ kind: "completed" });
  clock.advance(10_000);
  expect((await visitor.post("/api/2.0/backup/cancelbackup", {})).response).toBe(true);
  expect(await see(0)).toBeUndefined();
  const cancelled = { taskId: id, isCompleted: true, status: 3, error: "", warning: expect.any(String) };
  expect(await see(2_000)).toMatchObject(cancelled);
  expect(await see(60_000)).toMatchObject(cancelled);
  expect(await historyIds()).not.toContain(id);
});

test("cancelbackup clears a finished job, says true, and false when there is none", async () => {
  begin({ kind: "completed" });
  clock.advance(60_000);
  expect((await visitor.post("/api/2.0/backup/cancelbackup", {})).response).toBe(true);
  expect(await see(0)).toBeUndefined();
  expect((await visitor.post("/api/2.0/backup/cancelbackup", {})).response).toBe(false);
});

test("a vanished job lets an earlier one come to light", async () => {
  const yesterday = portal.beginJob({ startedMs: clock.now() - 20 * 3_600_000 });
  const { id } = portal.beginJob({ plan: { ending: { kind: "vanished", afterMs: 15_000 } } });
  expect(await see(14_000)).toMatchObject({ taskId: id });
  expect(await see(1_000)).toMatchObject({ taskId: yesterday.id, isCompleted: true, status: 2 });
  expect(await historyIds()).toContain(yesterday.id);
});

test("a frozen job stands still, is joined by every start, and cancelbackup clears it", async () => {
  const id = begin({ kind: "frozen", afterMs: 15_000 });
  const still = { taskId: id, isCompleted: false, status: 1, progress: 37, error: "" };
  expect(await see(15_000)).toMatchObject(still);
  expect(await see(20 * 3_600_000)).toMatchObject(still);
  expect((await visitor.start()).response).toMatchObject(still);
  await visitor.post("/api/2.0/backup/cancelbackup", {});
  expect(await see(0)).toBeUndefined();
  expect((await visitor.start()).response).not.toMatchObject({ taskId: id });
});

test("a frozen job is gone after a day", async () => {
  begin({ kind: "frozen", afterMs: 15_000 });
  expect(await see(24 * 3_600_000 + 15_000)).toBeUndefined();
});

test("a job that no worker picks up stays created", async () => {
  begin({ kind: "never-picked-up" });
  expect(await see(3_600_000)).toMatchObject({ isCompleted: false, status: 0, progress: 0 });
});

test("servers before 3.7.1 have neither status nor cancelbackup, before 3.6 no warning", async () => {
  portal.state.version = "3.7.0";
  begin({ kind: "cancelled", afterMs: 5_000 });
  clock.advance(10_000);
  const cancelled = (await visitor.progress()).response;
  expect(cancelled).toMatchObject({ isCompleted: true, error: "", warning: expect.any(String) });
  expect(cancelled).not.toHaveProperty("status");
  expect((await visitor.post("/api/2.0/backup/cancelbackup", {})).status).toBe(404);
  portal.state.version = "3.5.1";
  expect((await visitor.progress()).response).not.toHaveProperty("warning");
  portal.state.version = "3.10.0";
  expect((await visitor.progress()).response).toMatchObject({ status: 3 });
});

test("a dump has a slot of its own", async () => {
  const dump = portal.beginJob({ dump: true });
  expect(await see(0)).toBeUndefined();
  const seen = await visitor.get("/api/2.0/backup/getbackupprogress?dump=true");
  expect(seen.response).toMatchObject({ taskId: dump.id });
  expect((await visitor.get("/api/2.0/backup/getbackupprogress?dump=perhaps")).status).toBe(400);
});
