import { systemClock } from "../../../lambda/clock";
import { ApiKey, type ApiKeySource } from "../../../lambda/portal/api-key";
import { PortalCalls } from "../../../lambda/portal/portal-calls";
import { PortalInspector } from "../../../lambda/portal/portal-inspector";
import { type Respond, respondWith, startServer } from "./loopback-server";
import { troubleOf } from "./trouble-of";

const key = new ApiKey("sk-test");
const keys: ApiKeySource = {
  read: async () => key,
  readAnew: async () => key,
  readChanged: async () => undefined,
};

let stop: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(stop.map((end) => end()));
  stop = [];
});

function inspect(url: string): PortalInspector {
  return new PortalInspector(new PortalCalls(url, keys, systemClock, () => 0));
}

async function open(respond: Respond) {
  const server = await startServer(respond);
  stop.push(server.stop);
  return { inspector: inspect(server.url), requests: server.requests, url: server.url };
}

const answer = (response: unknown) => open((_, out) => respondWith(out, response));
const untilMs = () => Date.now() + 1_000;

describe("a portal's state", () => {
  it.each([
    [
      { standalone: false, tenantStatus: 0 },
      { standalone: false, status: "active" },
    ],
    [{ standalone: true }, { standalone: true, status: "active" }],
    [
      { standalone: true, tenantStatus: 1 },
      { standalone: true, status: "suspended" },
    ],
    [
      { standalone: true, tenantStatus: 4 },
      { standalone: true, status: "restoring" },
    ],
    [
      { standalone: true, tenantStatus: 6 },
      { standalone: true, status: "encryption" },
    ],
    [
      { standalone: true, tenantStatus: 3 },
      { standalone: true, status: "transfering" },
    ],
  ])("is read of %j, without showing the key", async (response, state) => {
    const { inspector, requests } = await answer(response);
    expect(await inspector.state(untilMs())).toEqual(state);
    expect(requests[0]).toMatchObject({ method: "GET", url: "/api/2.0/settings" });
    expect(requests[0]?.headers).not.toHaveProperty("authorization");
  });

  it("is asked for again where it may come the next time", async () => {
    const { inspector, requests } = await open((_, out, count) =>
      count === 1 ? out.writeHead(502).end("<html>") : respondWith(out, { standalone: true }),
    );
    expect(await inspector.state(untilMs())).toEqual({ standalone: true, status: "active" });
    expect(requests).toHaveLength(2);
  });

  it("is not mistaken where another server answers", async () => {
    const { inspector } = await answer({ status: "up" });
    expect(await troubleOf(inspector.state(Date.now() + 300))).toEqual({
      kind: "unreadable",
      said: '"response.standalone" should be true or false, not undefined',
    });
  });
});

it("tells why there is no connection", async () => {
  const { url } = await answer({});
  const soon = () => Date.now() + 300;
  expect(await troubleOf(inspect(url.replace("http:", "https:")).state(soon()))).toMatchObject({
    kind: "unreachable",
    reason: "certificate",
  });
  expect(await troubleOf(inspect("http://docspace.invalid").state(soon()))).toMatchObject({
    kind: "unreachable",
    reason: "name",
  });
});

it("reads the portal's release", async () => {
  const { inspector, requests } = await answer({ docSpace: "3.7.2", documentServer: "9.1.0" });
  expect(await inspector.version(untilMs())).toBe("3.7.2");
  expect(requests[0]?.url).toBe("/api/2.0/settings/version/build");
});

describe("the key", () => {
  it("is told of by the portal, its words made harmless", async () => {
    const { inspector, requests } = await answer({
      name: "Nightly\u202e backup",
      keyPostfix: "cdef",
      permissions: ["*:write"],
      expiresAt: "2026-05-01T00:00:00+02:00",
      isActive: true,
      createBy: { id: "1", displayName: "Ada\nAdmin" },
    });
    expect(await inspector.key(untilMs())).toEqual({
      name: "Nightly backup",
      keyPostfix: "cdef",
      permissions: ["*:write"],
      expiresAt: Date.parse("2026-04-30T22:00:00Z"),
      isActive: true,
      createBy: "Ada Admin",
    });
    expect(requests[0]).toMatchObject({
      url: "/api/2.0/keys/@self",
      headers: { authorization: key.authorization },
    });
  });

  it.each([[{}], [{ createBy: "1" }], [{ createBy: {}, expiresAt: null, permissions: null }]])(
    "may be told little of: %j",
    async (response) => {
      const { inspector } = await answer(response);
      expect(Object.values(await inspector.key(untilMs()))).toEqual(Array(6).fill(undefined));
    },
  );
});

describe("a folder", () => {
  it.each([
    [
      { title: "Backups", parentId: 7, rootFolderType: 5, security: { Create: true } },
      { title: "Backups", isWritable: true, isRoot: false },
    ],
    [
      { title: "My documents", parentId: 0, rootFolderType: 5, security: { Create: true } },
      { title: "My documents", isWritable: true, isRoot: false },
    ],
    [
      { title: "Rooms", parentId: 0, rootFolderType: 14, security: { Create: true } },
      { title: "Rooms", isWritable: true, isRoot: true },
    ],
    [
      { title: "Press", parentId: 2, rootFolderType: 14, security: { Create: false } },
      { title: "Press", isWritable: false, isRoot: false },
    ],
    [
      { title: "Drive", parentId: "sbox-17", rootFolderType: 14, security: {} },
      { title: "Drive", isWritable: undefined, isRoot: false },
    ],
    [
      { title: "Box", rootFolderType: 21, security: { Create: true } },
      { title: "Box", isWritable: true, isRoot: false },
    ],
    [
      { title: "Mine", parentId: null, rootFolderType: "USER" },
      { title: "Mine", isWritable: undefined, isRoot: false },
    ],
    [{}, { title: "", isWritable: undefined, isRoot: false }],
  ])("is read of %j", async (current, folder) => {
    const { inspector, requests } = await answer({ files: [], current });
    expect(await inspector.folder("sbox-17-|Backups", untilMs())).toEqual(folder);
    await inspector.folder(undefined, untilMs());
    expect(requests.map(({ url }) => url)).toEqual([
      "/api/2.0/files/sbox-17-%7CBackups?count=1",
      "/api/2.0/files/@my?count=1",
    ]);
  });
});

it("reads the storage modules", async () => {
  const { inspector, requests } = await answer([
    { id: "S3", isSet: true, properties: [{ name: "bucket", title: "Bucket" }] },
    { id: "Box", isSet: null },
  ]);
  expect(await inspector.modules(untilMs())).toEqual([
    { id: "S3", isSet: true, properties: [{ name: "bucket" }] },
    { id: "Box", isSet: undefined, properties: undefined },
  ]);
  expect(requests[0]?.url).toBe("/api/2.0/settings/storage/backup");
});

describe("the allowance", () => {
  const users = { id: "users", value: 10, used: { value: 3 } };
  const flagged = { id: "audit", value: true };
  const free = { id: "free_backup", value: 2, used: { value: 1 } };

  /** A portal that tells only what is given. */
  const tell = (told: { features?: unknown; count?: unknown; service?: unknown }) =>
    open(({ url }, out) => {
      const { features, count = 3, service = { enabled: true } } = told;
      const part = url.includes("count") ? count : url.includes("state") ? service : { features };
      if (part === "away") out.writeHead(404).end();
      else respondWith(out, part);
    });

  it.each([
    [[users, flagged, free], { freeAllowed: 2, freeUsed: 1 }],
    [[{ id: "free_backup", value: 0, used: { value: 0 } }], { freeAllowed: 0, freeUsed: 0 }],
    [[{ id: "free_backup", value: -1 }], undefined],
  ])("is read of %j, and of two more calls", async (features, counts) => {
    const { inspector, requests } = await tell({ features });
    const allowance = counts && { ...counts, paid: 3, pays: true, untold: undefined };
    expect(await inspector.allowance(untilMs())).toEqual(allowance);
    expect(requests.map(({ url }) => url).sort()).toEqual([
      "/api/2.0/backup/getbackupscount?paid=true",
      "/api/2.0/backup/getservicestate",
      "/api/2.0/portal/payment/quota",
    ]);
  });

  it.each([
    ["no free backups at all", [users]],
    ["a text for a number", [{ ...free, value: "2" }]],
    ["no used ones", [{ id: "free_backup", value: 2 }]],
    ["nothing", null],
  ])("is not taken for enough where the portal tells of %s", async (_what, features) => {
    const { inspector } = await tell({ features });
    expect(await troubleOf(inspector.allowance(Date.now() + 300))).toMatchObject({ kind: "unreadable" });
  });

  it("is known as far as the portal tells", async () => {
    const { inspector } = await tell({ features: [free], count: "away" });
    expect(await inspector.allowance(untilMs())).toMatchObject({
      freeUsed: 1,
      paid: undefined,
      pays: true,
      untold: expect.stringContaining("HTTP 404"),
    });
    const other = await tell({ features: [free], service: "away" });
    expect(await other.inspector.allowance(untilMs())).toMatchObject({ paid: 3, pays: undefined });
  });
});

it.each([
  [
    { state: 1, dueDate: "2026-09-01T00:00:00Z" },
    { state: "paid", dueMs: Date.parse("2026-09-01") },
  ],
  [{ state: 0 }, { state: "trial", dueMs: undefined }],
  [
    { state: 2, dueDate: "0001-01-01T00:00:00" },
    { state: "delay", dueMs: undefined },
  ],
  [{ state: 3 }, { state: "notpaid", dueMs: undefined }],
  [{ state: "Paid" }, { state: "paid", dueMs: undefined }],
  [{ state: 7 }, { state: "7", dueMs: undefined }],
])("reads the plan %j", async (response, plan) => {
  const { inspector, requests } = await answer(response);
  expect(await inspector.plan(untilMs())).toEqual(plan);
  expect(requests[0]?.url).toBe("/api/2.0/portal/tariff");
});

it("knows a schedule of the portal's own by there being one", async () => {
  const { inspector, requests } = await open((_, out, count) =>
    respondWith(out, count === 1 ? { cronParams: {} } : undefined),
  );
  expect(await inspector.hasOwnSchedule(false, untilMs())).toBe(true);
  expect(await inspector.hasOwnSchedule(true, untilMs())).toBe(false);
  expect(requests.map(({ url }) => url)).toEqual([
    "/api/2.0/backup/getbackupschedule?dump=false",
    "/api/2.0/backup/getbackupschedule?dump=true",
  ]);
});
