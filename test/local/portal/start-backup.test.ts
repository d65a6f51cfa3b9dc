import { Visitor } from "./visitor";

const visitor = new Visitor();
const { portal, clock } = visitor;

beforeAll(() => portal.listen());
afterAll(() => portal.close());
beforeEach(() => visitor.beginAnew());

function folder(value: string | number): object[] {
  return [{ key: "folderId", value }];
}

describe("a start", () => {
  test("answers with the new job's progress", async () => {
    const { status, response } = await visitor.start();
    expect(status).toBe(200);
    expect(response).toEqual({
      isCompleted: false,
      progress: 0,
      error: "",
      link: "",
      tenantId: 1,
      backupProgressEnum: 0,
      taskId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      status: 0,
    });
  });

  test.each(["Documents", "documents", "DOCUMENTS", 0, "0", undefined])(
    "takes storage type %p for Documents",
    async (storageType) => {
      const storageParams = folder(portal.state.myDocumentsId);
      expect((await visitor.start({ storageType, storageParams })).status).toBe(200);
      expect(portal.job?.job.storage).toEqual({
        kind: "documents",
        number: 0,
        folderId: portal.state.myDocumentsId,
      });
    },
  );

  test.each([
    ["bad JSON", "{"],
    ["no body", ""],
    ["an unknown storage type", { storageType: "Nowhere" }],
    ["the storage type as it ought to be spelt", { storageType: "ThirdpartyDocuments" }],
    ["a dump that is not a boolean", { storageType: 0, dump: "false" }],
    ["parameters that are not a list", { storageType: 0, storageParams: { folderId: 1 } }],
  ])("with %s is 400 without error", async (_, body) => {
    const { status, json } = await visitor.start(body);
    expect(status).toBe(400);
    expect(json).toEqual({
      response: { title: expect.any(String), status: 400, errors: expect.any(Object) },
      status: 1,
      statusCode: 400,
    });
  });

  test("that is not sent as JSON is 415", async () => {
    const headers = { "content-type": "text/plain" };
    expect((await visitor.start(visitor.documents, { headers })).status).toBe(415);
  });

  test.each([
    ["Documents without a folder", { storageType: "Documents" }, 400, "wrong folder type"],
    ["a folder that is no integer", { storageParams: folder("sbox-1") }, 400, "wrong folder type"],
    ["an unknown folder", { storageParams: folder("4711") }, 404, "folder was not found"],
    ["the root of the rooms", { storageParams: folder("2") }, 403, "Access denied"],
    ["a folder to read only", { storageParams: folder(30117) }, 403, "Access denied"],
    ["a connected folder that is an integer", { storageType: 1, storageParams: folder("5") }, 400, "wrong"],
    ["no connected folder", { storageType: "thridpartydocuments" }, 500, "folderId"],
    [
      "an unknown connected folder",
      { storageType: 1, storageParams: folder("sbox-99-|Gone") },
      404,
      "folder was not found",
    ],
    ["Local on the cloud", { storageType: "Local" }, 500, "Access denied"],
    [
      "a dump on the cloud",
      { storageType: "Documents", storageParams: [], dump: true },
      403,
      "Access denied",
    ],
  ])("with %s is refused", async (_, body, status, message) => {
    const seen = await visitor.start(body);
    expect(seen.status).toBe(status);
    expect(seen.json).toMatchObject({
      statusCode: status,
      error: { message: expect.stringContaining(message) },
    });
    expect(portal.state.jobs).toEqual([]);
  });

  test("as in the vendor's public sample fails on the cloud and on a server of one's own", async () => {
    const sample = { storageType: "Documents", dump: true, storageParams: [] };
    expect((await visitor.start(sample)).status).toBe(403);
    portal.state.standalone = true;
    expect((await visitor.start(sample)).status).toBe(403);
    portal.state.dumpAllowed = true;
    expect((await visitor.start(sample)).status).toBe(400);
  });

  test.each([{ storageType: "CustomCloud" }, { storageType: 17 }])(
    "of the unusable type %p is accepted and its job dies",
    async (body) => {
      expect((await visitor.start(body)).status).toBe(200);
      clock.advance(60_000);
      expect((await visitor.progress()).response).toMatchObject({ error: "Unknown storage type." });
    },
  );

  test("to a folder that a server of one's own lacks fails only after the archive was built", async () => {
    portal.state.standalone = true;
    const storageParams = [{ key: "filePath", value: "/nowhere" }];
    expect((await visitor.start({ storageType: "Local", storageParams })).status).toBe(200);
    clock.advance(39_000);
    expect((await visitor.progress()).response).toMatchObject({
      isCompleted: false,
      progress: 100,
      error: "",
    });
    clock.advance(1_000);
    expect((await visitor.progress()).response).toMatchObject({ isCompleted: true, status: 2 });
    expect((await visitor.progress()).text).toContain("/nowhere");
  });

  test.each([
    ["S3", true],
    ["GoogleCloud", false],
    ["Unheard", false],
  ])("to the storage module %s: can it succeed? %p", async (module, succeeds) => {
    const storageParams = [{ key: "module", value: module }];
    const body = { storageType: "ThirdPartyConsumer", storageParams };
    expect((await visitor.start(body)).status).toBe(200);
    clock.advance(41_000);
    const { text } = await visitor.progress();
    expect(text.includes('"error":""')).toBe(succeeds);
    expect(text.includes(`'${module}' is not connected`)).toBe(!succeeds);
  });

  test("to a connected account is taken by its folder id", async () => {
    const body = { storageType: "ThridpartyDocuments", storageParams: folder("sbox-17-|Backups") };
    expect((await visitor.start(body)).status).toBe(200);
  });
});

describe("one job at a time", () => {
  test("another start joins the running job, whatever its storage", async () => {
    const first = await visitor.start();
    clock.advance(10_000);
    const second = await visitor.start({ storageType: "DataStore" });
    expect(second.status).toBe(200);
    expect(second.response).toMatchObject({ ...pick(first.response), status: 1 });
    expect(portal.state.jobs).toHaveLength(1);
  });

  test("a job that still waits is enqueued a second time", async () => {
    await visitor.start();
    expect(portal.job?.job.enqueuedTimes).toBe(1);
    await visitor.start();
    expect(portal.job?.job.enqueuedTimes).toBe(2);
    clock.advance(10_000);
    await visitor.start();
    expect(portal.job?.job.enqueuedTimes).toBe(2);
  });

  test("permission, folder and quota are checked even where the start would only join", async () => {
    await visitor.start();
    clock.advance(5_000);
    expect((await visitor.start({ storageParams: folder(4711) })).status).toBe(404);
    portal.state.plan.storageFull = true;
    expect((await visitor.start()).status).toBe(402);
    portal.state.owner.isAdmin = false;
    expect((await visitor.start()).status).toBe(403);
  });

  test("a finished job makes room for the next", async () => {
    const first = await visitor.start();
    clock.advance(41_000);
    const second = await visitor.start();
    expect(pick(second.response).taskId).not.toBe(pick(first.response).taskId);
    expect((await visitor.progress()).response).toMatchObject(pick(second.response));
  });

  test("a start is 500 while the error of a job that never began is in the slot", async () => {
    const plan = { ending: { kind: "failed-before-start", error: "no worker", afterMs: 0 } } as const;
    portal.beginJob({ plan });
    const seen = await visitor.start();
    expect(seen.status).toBe(500);
    expect(seen.json).toMatchObject({ error: { message: "no worker" } });
  });
});

describe("the monthly allowance", () => {
  test("free backups count when they complete, deleted or not, and the next is 402", async () => {
    portal.state.plan.paidBackupsOn = false;
    for (const _ of [1, 2]) {
      await visitor.start();
      clock.advance(60_000);
    }
    const { id } = portal.state.history.at(-1) ?? { id: "" };
    expect((await visitor.get("/api/2.0/backup/getbackupscount")).response).toBe(2);
    expect((await visitor.get(`/api/2.0/backup/deletebackup/${id}`, { method: "DELETE" })).response).toBe(
      true,
    );
    const refused = await visitor.start();
    expect(refused.status).toBe(402);
    expect(refused.json).toMatchObject({ statusCode: 402, error: { message: expect.any(String) } });
    portal.state.plan.paidBackupsOn = true;
    expect((await visitor.start()).status).toBe(200);
    clock.advance(60_000);
    expect((await visitor.get("/api/2.0/backup/getbackupscount?paid=true")).response).toBe(1);
    expect((await visitor.get("/api/2.0/backup/getbackupscount?paid=false")).response).toBe(2);
  });

  test("failed and cancelled ones do not count, and a new UTC month begins at 0", async () => {
    portal.beginJob({ plan: { ending: { kind: "failed", error: "disk", afterMs: 5_000 } } });
    clock.advance(60_000);
    portal.beginJob({ plan: { ending: { kind: "cancelled", afterMs: 5_000 } } });
    clock.advance(60_000);
    expect((await visitor.get("/api/2.0/backup/getbackupscount")).response).toBe(0);
    portal.beginJob();
    clock.advance(60_000);
    expect((await visitor.get("/api/2.0/backup/getbackupscount")).response).toBe(1);
    clock.advance(Date.parse("2026-04-01T00:00:00Z") - clock.now());
    expect((await visitor.get("/api/2.0/backup/getbackupscount")).response).toBe(0);
    expect(
      (await visitor.get("/api/2.0/backup/getbackupscount?from=2026-03-01T00:00:00&to=2026-03-31T00:00:00"))
        .response,
    ).toBe(1);
  });

  test("a server of one's own has none", async () => {
    portal.state.standalone = true;
    portal.state.plan.freeBackupsPerMonth = 0;
    expect((await visitor.start()).status).toBe(200);
  });
});

function pick(response: unknown): { taskId: unknown } {
  return { taskId: typeof response === "object" && response && "taskId" in response ? response.taskId : 0 };
}
