import { Visitor } from "./visitor";

const visitor = new Visitor();
const { portal, clock } = visitor;

const BACKUP_CALLS = [
  "/api/2.0/backup/getbackupprogress",
  "/api/2.0/backup/getbackuphistory",
  "/api/2.0/backup/getbackupschedule",
  "/api/2.0/backup/getbackupscount",
  "/api/2.0/backup/getservicestate",
];

/** Those that tell neither of backups nor of the portal and the key themselves. */
const OTHER_CALLS = [
  "/api/2.0/files/@my",
  "/api/2.0/files/20531",
  "/api/2.0/settings/storage/backup",
  "/api/2.0/portal/payment/quota",
  "/api/2.0/portal/tariff",
];

beforeAll(() => portal.listen());
afterAll(() => portal.close());
beforeEach(() => visitor.beginAnew());

describe("the envelope", () => {
  test("wraps a success with count, links and both status fields, and is dated by the rehearsal's clock", async () => {
    const seen = await visitor.get("/api/2.0/backup/getservicestate?x=1");
    expect(seen.json).toEqual({
      response: { enabled: true },
      count: 1,
      links: [{ href: `${portal.url}/api/2.0/backup/getservicestate?x=1`, action: "GET" }],
      status: 0,
      statusCode: 200,
    });
    expect(seen.headers.get("date")).toBe("Tue, 10 Mar 2026 12:00:00 GMT");
    expect(seen.headers.get("content-type")).toContain("application/json");
  });

  test("leaves a null result out and counts 0", async () => {
    const { status, json } = await visitor.progress();
    expect(status).toBe(200);
    expect(json).toEqual({ count: 0, links: [expect.anything()], status: 0, statusCode: 200 });
  });

  test("counts the items of a list", async () => {
    expect((await visitor.history()).json).toMatchObject({ count: 3 });
  });

  test("carries what a controller threw, internal stack included", async () => {
    portal.state.owner.isAdmin = false;
    const { status, json } = await visitor.progress();
    expect(status).toBe(403);
    expect(json).toEqual({
      status: 1,
      statusCode: 403,
      error: {
        message: "Access denied",
        type: expect.any(String),
        stack: expect.stringContaining("   at "),
        hresult: expect.any(Number),
      },
    });
  });
});

describe("the API key", () => {
  test("has the form that the portal gives out and survives a reset", async () => {
    const { value } = portal.state.key;
    expect(value).toMatch(/^sk-[0-9a-f]{64}$/);
    await portal.reset();
    expect(portal.state.key.value).toBe(value);
  });

  test.each([
    ["missing", ""],
    ["without Bearer", "the key alone"],
    ["another", `Bearer sk-${"0".repeat(64)}`],
  ])("is refused with an empty 401 when it is %s", async (_, text) => {
    const authorization = text === "the key alone" ? portal.state.key.value : text;
    for (const path of BACKUP_CALLS) {
      const seen = await visitor.get(path, { headers: { authorization } });
      expect([seen.status, seen.text]).toEqual([401, ""]);
    }
  });

  test("dies at the moment it expires", async () => {
    portal.state.key.expiresMs = clock.now() + 1000;
    const alive = await visitor.get("/api/2.0/keys/@self");
    expect(alive.response).toMatchObject({
      keyPostfix: portal.state.key.value.slice(-4),
      permissions: [],
      expiresAt: "2026-03-10T12:00:01.0000000+00:00",
      isActive: true,
      createBy: { displayName: "Ada Admin" },
    });
    clock.advance(1000);
    expect((await visitor.get("/api/2.0/keys/@self")).status).toBe(401);
    expect((await visitor.start()).status).toBe(401);
  });

  test("that never expires says nothing about it", async () => {
    expect((await visitor.get("/api/2.0/keys/@self")).response).not.toHaveProperty("expiresAt");
  });

  test("that was switched off is dead: 401, and for folders a guest without rights", async () => {
    portal.state.key.isActive = false;
    for (const path of [...BACKUP_CALLS, "/api/2.0/keys/@self", "/api/2.0/portal/payment/quota"]) {
      expect((await visitor.get(path)).status).toBe(401);
    }
    expect((await visitor.start()).status).toBe(401);
    expect((await visitor.get("/api/2.0/files/20531")).status).toBe(403);
    portal.state.key.isActive = true;
    expect((await visitor.get("/api/2.0/keys/@self")).response).toMatchObject({ isActive: true });
  });

  test("with read scope looks but gets an empty 403 for a start, before the body is even read", async () => {
    portal.state.key.permissions = ["*:read"];
    for (const path of BACKUP_CALLS) {
      expect((await visitor.get(path)).status).toBe(200);
    }
    expect((await visitor.get("/api/2.0/keys/@self")).response).toMatchObject({ permissions: ["*:read"] });
    const refused = await visitor.start("not JSON");
    expect([refused.status, refused.text]).toEqual([403, ""]);
    portal.state.key.permissions = ["*:write"];
    expect((await visitor.start()).status).toBe(200);
  });

  test("with a scope that is not global opens no backup call", async () => {
    portal.state.key.permissions = ["files:write", "rooms:write"];
    expect((await visitor.progress()).status).toBe(403);
    expect((await visitor.start()).status).toBe(403);
    expect((await visitor.get(`/api/2.0/files/${portal.state.myDocumentsId}`)).status).toBe(200);
  });
});

describe("the portal's own condition", () => {
  test("settings and build answer without a key", async () => {
    const headers = { authorization: "" };
    expect((await visitor.get("/api/2.0/settings", { headers })).response).toMatchObject({
      standalone: false,
      tenantStatus: 0,
    });
    expect((await visitor.get("/api/2.0/settings/version/build", { headers })).response).toMatchObject({
      docSpace: "3.7.2",
    });
  });

  test.each([
    ["suspended", 1, 404],
    ["restored", 4, 403],
    ["encrypted", 6, 403],
  ] as const)(
    "while it is %s only settings, build and the key's own call answer",
    async (_, tenantStatus, status) => {
      portal.state.tenantStatus = tenantStatus;
      for (const path of [...BACKUP_CALLS, ...OTHER_CALLS]) {
        expect((await visitor.get(path)).status).toBe(status);
      }
      expect((await visitor.start()).status).toBe(status);
      expect((await visitor.get("/api/2.0/keys/@self")).status).toBe(200);
      expect((await visitor.get("/api/2.0/settings")).response).toMatchObject({ tenantStatus });
      expect((await visitor.get("/api/2.0/settings/version/build")).status).toBe(200);
    },
  );

  test("suspended, it is not found, as a problem and not as an envelope", async () => {
    portal.state.tenantStatus = 1;
    const seen = await visitor.start();
    expect(seen.status).toBe(404);
    expect(seen.headers.get("content-type")).toBe("application/problem+json");
  });

  test("unpaid, the history is 402 while start and progress still work", async () => {
    portal.state.plan.tariffState = 3;
    const refused = await visitor.history();
    expect(refused.status).toBe(402);
    expect(refused.json).not.toHaveProperty("error");
    expect((await visitor.start()).status).toBe(200);
    expect((await visitor.progress()).status).toBe(200);
    expect((await visitor.get("/api/2.0/portal/tariff")).response).toMatchObject({ state: 3 });
  });

  test("tells about free backups and connected storages", async () => {
    expect((await visitor.get("/api/2.0/portal/payment/quota")).response).toMatchObject({
      features: [{ id: "free_backup", value: 2, used: { value: 0 } }],
    });
    portal.state.standalone = true;
    expect((await visitor.get("/api/2.0/portal/payment/quota")).response).toMatchObject({
      features: [{ id: "free_backup", value: -1 }],
    });
    expect((await visitor.get("/api/2.0/settings/storage/backup")).response).toMatchObject([
      { id: "S3", isSet: true, properties: [{ name: "bucket" }, { name: "region" }] },
      { id: "GoogleCloud", isSet: false },
    ]);
  });
});

test("what the API does not know is 404, a known call by the wrong method 405", async () => {
  expect((await visitor.get("/api/2.0/backup/nonsense")).status).toBe(404);
  expect((await visitor.get("/api/2.0/backup/startbackup")).status).toBe(405);
});
