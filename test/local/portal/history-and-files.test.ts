import { get } from "node:http";
import type { JobStorage } from "../../../local/portal/job";
import { sampleOwnSchedules } from "./own-schedules";
import { Visitor } from "./visitor";

const visitor = new Visitor();
const { portal, clock } = visitor;

beforeAll(() => portal.listen());
afterAll(() => portal.close());
beforeEach(() => visitor.beginAnew());

const NEW_ARCHIVE = "acme_2026-03-10_12-00-00.tar";

async function linkOf(storage: JobStorage, sizeBytes: number): Promise<string> {
  portal.beginJob({ startedMs: clock.now() - 60_000, storage, plan: { sizeBytes } });
  const { response } = await visitor.progress();
  return typeof response === "object" && response && "link" in response ? String(response.link) : "";
}

/** The promised length; the connection is dropped at once. */
function promisedBytes(url: string, authorization?: string): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const request = get(url, { headers: authorization ? { authorization } : {} }, (response) => {
      resolve(response.headers["content-length"]);
      request.destroy();
    });
    request.on("error", reject);
  });
}

describe("the history", () => {
  test("lists records with bare UTC dates, a number for the type, and never for the expiry", async () => {
    portal.state.history = [];
    const { id } = portal.beginJob();
    clock.advance(60_000);
    const { response } = await visitor.history();
    expect(response).toEqual([
      {
        id,
        fileName: NEW_ARCHIVE,
        storageType: 0,
        createdOn: "2026-03-10T12:00:38",
        expiresOn: "0001-01-01T00:00:00",
      },
    ]);
  });

  test.each(["gone", "in-trash", "unreachable"] as const)(
    "forgets for good what is %s",
    async (condition) => {
      const [archive] = portal.state.archives;
      Object.assign(archive ?? {}, { condition });
      expect((await visitor.history()).json).toMatchObject({ count: 2 });
      Object.assign(archive ?? {}, { condition: "present" });
      expect((await visitor.history()).json).toMatchObject({ count: 2 });
    },
  );

  test("fails as a whole where a storage module cannot be reached, and forgets nothing", async () => {
    portal.beginJob({
      startedMs: clock.now() - 60_000,
      storage: { kind: "consumer", number: 5, module: "S3" },
    });
    await visitor.history();
    const archive = portal.state.archives.at(-1);
    Object.assign(archive ?? {}, { condition: "unreachable" });
    expect((await visitor.history()).status).toBe(500);
    Object.assign(archive ?? {}, { condition: "present" });
    expect((await visitor.history()).json).toMatchObject({ count: 4 });
  });

  test("forgets temporary storage after a day", async () => {
    portal.beginJob({ startedMs: clock.now() - 60_000, storage: { kind: "data-store", number: 4 } });
    expect((await visitor.history()).text).toContain('"expiresOn":"2026-03-11T');
    clock.advance(25 * 3_600_000);
    expect((await visitor.history()).json).toMatchObject({ count: 3 });
  });

  test("loses a deleted backup and its file; an unknown id is 500", async () => {
    const [record] = portal.state.history;
    const path = `/api/2.0/backup/deletebackup/${record?.id}`;
    expect((await visitor.get(path, { method: "DELETE" })).response).toBe(true);
    expect((await visitor.history()).json).toMatchObject({ count: 2 });
    expect(portal.state.archives[0]?.condition).toBe("gone");
    expect((await visitor.get(path, { method: "DELETE" })).status).toBe(500);
  });

  test("names archives after the local time of a server of one's own, and dumps after the workspace", async () => {
    Object.assign(portal.state, { standalone: true, serverUtcOffsetMinutes: 120 });
    portal.beginJob({ startedMs: clock.now() - 60_000 });
    expect((await visitor.history()).text).toContain("acme_2026-03-10_13-59-00.tar.gz");
    portal.beginJob({ startedMs: clock.now() - 60_000, dump: true });
    const dumps = await visitor.get("/api/2.0/backup/getbackuphistory?dump=true");
    expect(dumps.json).toMatchObject({
      count: 1,
      response: [{ fileName: "workspace_2026-03-10_13-59-00.tar.gz" }],
    });
  });
});

describe("the portal's own schedule", () => {
  const path = "/api/2.0/backup/getbackupschedule";

  test("is no `response` where there is none", async () => {
    const { status, json } = await visitor.get(path);
    expect(status).toBe(200);
    expect(json).toMatchObject({ count: 0 });
    expect(json).not.toHaveProperty("response");
  });

  test("says where, when and how many, the one of dumps apart from the other", async () => {
    portal.state.ownSchedules = sampleOwnSchedules(clock.now());
    expect((await visitor.get(path)).response).toEqual({
      storageType: 0,
      storageParams: { folderId: "20544" },
      cronParams: { period: 1, hour: 3, day: 7 },
      backupsStored: 5,
      lastBackupTime: "2026-03-10T12:00:00",
      dump: false,
    });
    expect((await visitor.get(`${path}?dump=true`)).response).toMatchObject({
      storageType: 4,
      lastBackupTime: "0001-01-01T00:00:00",
      dump: true,
    });
  });
});

describe("the files", () => {
  function list(query: string): Promise<{ status: number; response: unknown; json: unknown }> {
    return visitor.get(`/api/2.0/files/${portal.state.myDocumentsId}?${query}`);
  }

  test("my documents tell their folder's id", async () => {
    expect((await visitor.get("/api/2.0/files/@my?count=1")).response).toMatchObject({
      current: { id: portal.state.myDocumentsId },
      count: 1,
      total: 3,
    });
  });

  test("an archive is listed with its size in bytes; one of 0 bytes without", async () => {
    portal.beginJob({ startedMs: clock.now() - 60_000 });
    const full = await list("filterValue=acme_2026-03-10_11-59");
    expect(full.response).toMatchObject({
      files: [
        { title: "acme_2026-03-10_11-59-00.tar", pureContentLength: 4_213_442_560, contentLength: "3.92 GB" },
      ],
    });
    portal.beginJob({ startedMs: clock.now() - 120_000, plan: { sizeBytes: 0 } });
    const empty = await list("filterValue=acme_2026-03-10_11-58");
    expect(empty.response).toMatchObject({ files: [{ contentLength: "0 bytes" }], count: 1 });
    expect(JSON.stringify(empty.response)).not.toContain("pureContentLength");
  });

  test("the filter covers subfolders, an unfiltered look does not", async () => {
    const storage = { kind: "documents", number: 0, folderId: 20_544 } as const;
    portal.beginJob({ startedMs: clock.now() - 60_000, storage });
    expect((await list("filterValue=ACME_2026-03-10")).response).toMatchObject({ total: 1 });
    expect((await list("count=100")).response).toMatchObject({ total: 3 });
  });

  test("the filter's index may lag, the newest first listing does not", async () => {
    portal.state.searchLagMs = 60_000;
    portal.beginJob({ startedMs: clock.now() - 40_000 });
    expect((await list("filterValue=acme_2026-03-10")).response).toMatchObject({ total: 0 });
    expect((await list("sortBy=DateAndTime&sortOrder=descending&count=1")).response).toMatchObject({
      files: [{ title: "acme_2026-03-10_11-59-20.tar" }],
      count: 1,
      total: 4,
    });
  });

  test("an unknown folder is 404, a forbidden one 403, and for a dead key everything is 403", async () => {
    expect((await visitor.get("/api/2.0/files/4711")).status).toBe(404);
    expect((await visitor.get("/api/2.0/files/30118")).status).toBe(403);
    portal.state.key.revoked = true;
    expect((await list("")).status).toBe(403);
  });

  test.each([
    ["My documents", 20531, { parentId: 0, rootFolderType: 5, security: { Read: true, Create: true } }],
    ["a folder in it", 20544, { parentId: 20531, rootFolderType: 5, security: { Read: true, Create: true } }],
    [
      "the root of the rooms, where rooms can be created",
      2,
      { parentId: 0, rootFolderType: 14, security: { Read: true, Create: true } },
    ],
    [
      "a room to read only",
      30117,
      { parentId: 2, rootFolderType: 14, security: { Read: true, Create: false } },
    ],
    ["the archive", 3, { parentId: 0, rootFolderType: 20, security: { Read: true, Create: false } }],
    ["the templates", 4, { parentId: 0, rootFolderType: 30, security: { Read: true, Create: false } }],
  ])("%s says below which root it lies and what one may do there", async (_, id, current) => {
    const { response } = await visitor.get(`/api/2.0/files/${id}?count=1`);
    expect(response).toMatchObject({ current: { id, ...current } });
  });

  test("the folders of a folder say the same", async () => {
    expect((await visitor.get("/api/2.0/files/2")).response).toMatchObject({
      folders: [
        { id: 30117, parentId: 2, rootFolderType: 14, security: { Create: false } },
        { id: 30118, parentId: 2, rootFolderType: 14, security: { Read: false } },
      ],
    });
  });

  test("the folder of a connected account answers by its id, to administrators alone", async () => {
    const id = "sbox-17-|Backups";
    const path = `/api/2.0/files/${encodeURIComponent(id)}?count=1`;
    const { response } = await visitor.get(path);
    expect(response).toMatchObject({
      current: { id, parentId: "sbox-17", rootFolderType: 21, security: { Read: true, Create: true } },
      files: [],
    });
    const account = await visitor.get("/api/2.0/files/sbox-17?count=1");
    expect(account.response).toMatchObject({ current: { id: "sbox-17", rootFolderType: 21 } });
    expect(account.text).not.toContain("parentId");
    expect((await visitor.get(`/api/2.0/files/${id}`)).response).toEqual(response);
    expect((await visitor.get("/api/2.0/files/sbox-99-%7CGone")).status).toBe(404);
    portal.state.owner.isAdmin = false;
    expect((await visitor.get(path)).status).toBe(403);
  });
});

test.each([
  "/api/2.0/files/20531?count=many",
  "/api/2.0/files/20531?startIndex=-1",
  "/api/2.0/backup/getbackupscount?from=yesterday",
])("%s has a parameter of the wrong type: 400 without error", async (path) => {
  const { status, json } = await visitor.get(path);
  expect(status).toBe(400);
  expect(json).not.toHaveProperty("error");
});

describe("the download link", () => {
  test("leads nowhere once the archive is gone", async () => {
    const link = await linkOf({ kind: "data-store", number: 4 }, 1_000);
    clock.advance(24 * 3_600_000);
    expect((await visitor.get(link)).status).toBe(404);
  });

  test("of an archive among the documents does not exist", async () => {
    expect(await linkOf({ kind: "documents", number: 0, folderId: 20_544 }, 1)).toBe("");
  });

  test("of temporary storage is relative, needs signature and administrator, and serves the bytes", async () => {
    const link = await linkOf({ kind: "data-store", number: 4 }, 1_000_000);
    expect(link).toMatch(/^\/storage\/backup\/acme_\S+\.tar\.gz\?auth=/);
    const seen = await visitor.get(link);
    expect([seen.status, seen.text.length, seen.headers.get("content-length")]).toEqual([
      200,
      1_000_000,
      "1000000",
    ]);
    expect((await visitor.get(link, { headers: { authorization: "" } })).status).toBe(401);
    expect((await visitor.get(`${link}0`)).status).toBe(403);
    portal.state.owner.isAdmin = false;
    expect((await visitor.get(link)).status).toBe(403);
  });

  test("of a large archive redirects to a link of 15 seconds that takes no authorization", async () => {
    const link = await linkOf({ kind: "data-store", number: 4 }, 4_000_000_000);
    const redirect = await visitor.get(link);
    expect(redirect.status).toBe(302);
    const location = redirect.headers.get("location") ?? "";
    expect((await visitor.get(location)).status).toBe(400);
    expect(await promisedBytes(location)).toBe("4000000000");
    clock.advance(15_000);
    expect((await fetch(location)).status).toBe(403);
  });

  test("of a storage module is absolute and opens without login for a day", async () => {
    const link = await linkOf({ kind: "consumer", number: 5, module: "S3" }, 3_000_000_000);
    expect(link.startsWith(`${portal.url}/`)).toBe(true);
    expect(await promisedBytes(link)).toBe("3000000000");
    clock.advance(24 * 3_600_000);
    expect((await fetch(link)).status).toBe(403);
  });
});
