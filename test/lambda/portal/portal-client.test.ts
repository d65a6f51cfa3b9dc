import type { ServerResponse } from "node:http";
import { systemClock } from "../../../lambda/clock";
import { ApiKey, type ApiKeySource } from "../../../lambda/portal/api-key";
import { DownloadLink } from "../../../lambda/portal/download-link";
import { PortalCalls } from "../../../lambda/portal/portal-calls";
import { PortalClient } from "../../../lambda/portal/portal-client";
import type { Trouble } from "../../../lambda/portal/portal-error";
import { type Respond, respondWith, type SeenRequest, startServer } from "./loopback-server";
import { troubleOf } from "./trouble-of";

const apiKey = `sk-${"0123456789abcdef".repeat(4)}`;
const keys: ApiKeySource = {
  read: async () => new ApiKey(apiKey),
  readAnew: async () => new ApiKey(apiKey),
  readChanged: async () => undefined,
};
const job = {
  isCompleted: false,
  progress: 12,
  error: "",
  link: "/storage/backup?auth=secret-signature",
  tenantId: 1,
  backupProgressEnum: 0,
  taskId: "ABCDEF00-1111-2222-3333-444444444444",
  status: 1,
};
const request = { storageType: "Documents", storageParams: { folderId: "42" }, dump: false } as const;

let stop: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(stop.map((end) => end()));
  stop = [];
});

async function open(respond: Respond, options: { keys?: ApiKeySource; budgetMs?: number } = {}) {
  const server = await startServer(respond);
  stop.push(server.stop);
  // Without jitter, and with pauses of nothing: what is tested is what is repeated, not how long it takes.
  const clock = { now: systemClock.now, sleep: () => systemClock.sleep(1) };
  const client = new PortalClient(new PortalCalls(server.url, options.keys ?? keys, clock, () => 0));
  return { client, requests: server.requests, untilMs: Date.now() + (options.budgetMs ?? 2_000) };
}

const fail =
  (status: number, body = "", headers: Record<string, string> = {}): Respond =>
  (_, response) => {
    response.writeHead(status, headers);
    response.end(body);
  };

describe("the size of an archive", () => {
  it("is read from the portal's link, with the key", async () => {
    const { client, requests, untilMs } = await open((_, response) =>
      response.writeHead(200, { "content-length": 3 }).end("tar"),
    );
    expect(await client.measureDownload(new DownloadLink("/storage/a"), untilMs)).toBe(3);
    expect(requests[0]?.headers.authorization).toBe(`Bearer ${apiKey}`);
  });
});

describe("a look at the slot", () => {
  it("sends the key as Bearer and reads the job, whose link cannot be printed", async () => {
    const { client, requests, untilMs } = await open((_, response) =>
      respondWith(response, job, { date: "Sun, 01 Mar 2026 04:30:00 GMT" }),
    );
    const look = await client.look(true, untilMs);
    expect(look).toEqual({
      job: {
        taskId: job.taskId.toLowerCase(),
        phase: "running",
        progressPercent: 12,
        error: "",
        warning: "",
        link: expect.any(DownloadLink),
      },
      portalTimeMs: Date.parse("2026-03-01T04:30:00Z"),
    });
    expect(JSON.stringify(look)).not.toContain("secret-signature");
    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatchObject({
      method: "GET",
      url: "/api/2.0/backup/getbackupprogress?dump=true",
      body: "",
    });
    expect(requests[0]?.headers.authorization).toBe(`Bearer ${apiKey}`);
  });

  it("finds an empty slot where the portal leaves the response out", async () => {
    const { client, untilMs } = await open((_, response) => {
      response.removeHeader("date");
      response.sendDate = false;
      respondWith(response, undefined);
    });
    expect(await client.look(false, untilMs)).toEqual({ job: undefined, portalTimeMs: undefined });
  });

  it.each([
    [{ status: 0, progress: 0 }, "queued"],
    [{ status: 0, progress: 3 }, "running"],
    [{ status: 1, progress: 0 }, "running"],
    [{ status: "Running" }, "running"],
    [{ status: 1, isCompleted: true }, "finishing"],
    [{ status: 2, isCompleted: true }, "completed"],
    [{ status: undefined, isCompleted: true }, "completed"],
    [{ status: undefined }, "running"],
    [{ status: 3, isCompleted: true, warning: "cancelled" }, "cancelled"],
    [{ status: "Canceled", isCompleted: true }, "cancelled"],
    [{ status: "Cancelled", isCompleted: true }, "cancelled"],
    [{ status: 4 }, "failed"],
    [{ status: "Failted" }, "failed"],
    [{ status: "Failed" }, "failed"],
    [{ status: 2, isCompleted: true, error: "no space" }, "failed"],
    [{ status: 2, isCompleted: true, error: " \u0000" }, "failed"],
    [{ error: "\u200b" }, "failed"],
    [{ status: 99, isCompleted: true, error: null }, "completed"],
    [{ status: null, isCompleted: true, warning: null }, "completed"],
  ])("takes %j for %s", async (fields, phase) => {
    const { client, untilMs } = await open((_, response) => respondWith(response, { ...job, ...fields }));
    expect((await client.look(false, untilMs)).job?.phase).toBe(phase);
  });

  it.each([
    [{ progress: 101 }, 100],
    [{ progress: -1 }, 0],
  ])("takes a progress beyond its bounds (%j) for %d", async (fields, percent) => {
    const { client, untilMs } = await open((_, response) => respondWith(response, { ...job, ...fields }));
    expect((await client.look(false, untilMs)).job?.progressPercent).toBe(percent);
  });

  it("takes null for nothing", async () => {
    const { client, untilMs } = await open((_, response) => respondWith(response, null));
    expect((await client.look(false, untilMs)).job).toBeUndefined();
  });

  it("does not repeat a key of any form that the portal sends back in an answer", async () => {
    const token = "a-personal-access-token";
    const own: ApiKeySource = { ...keys, read: async () => new ApiKey(token) };
    const { client, untilMs } = await open(
      (seen, response) =>
        respondWith(response, { ...job, warning: `you sent ${seen.headers.authorization}` }),
      { keys: own },
    );
    expect((await client.look(false, untilMs)).job?.warning).toBe("you sent Bearer [key removed]");
  });

  it.each([
    [{ ...job, taskId: "" }, '"response.taskId" should be an id, not ""'],
    [{ ...job, taskId: "two\nlines" }, '"response.taskId" should be an id, not "two\\nlines"'],
    [{ ...job, taskId: "an\u202eid" }, '"response.taskId" should be an id, not "an id"'],
    [{ ...job, taskId: "sk-0123456789abcdef" }, '"response.taskId" should be an id, not "[key removed]"'],
    [{ ...job, isCompleted: "yes" }, '"response.isCompleted" should be true or false, not "yes"'],
    [{ ...job, progress: "12" }, '"response.progress" should be a number, not "12"'],
    [{ ...job, status: [1] }, '"response.status" should be a number or a text, not a list'],
    [{ ...job, link: [job.link] }, '"response.link" should be a text, not a list'],
    ["nothing", '"response" should be an object, not "nothing"'],
  ])("refuses %j and names the field", async (response, said) => {
    const { client, untilMs } = await open((_, answer) => respondWith(answer, response), { budgetMs: 600 });
    const trouble = await troubleOf(client.look(false, untilMs));
    expect(trouble.kind).toBe("unreadable");
    expect(trouble.said).toContain(said);
    expect(trouble.said).not.toContain("secret-signature");
  });
});

describe("what comes instead of an answer", () => {
  const stack = {
    status: 1,
    statusCode: 400,
    error: { message: "wrong folder type", type: "ArgumentException", stack: "at Internal.Secrets()" },
  };
  const badRequest = {
    response: { title: "One or more validation errors occurred.", status: 400 },
    status: 1,
    statusCode: 400,
  };
  it.each<[string, Respond, Trouble]>([
    [
      "an error of the portal",
      fail(400, JSON.stringify(stack)),
      { kind: "refused", status: 400, said: "wrong folder type" },
    ],
    [
      "an error without words",
      fail(400, '{"status":1,"statusCode":400,"error":{}}'),
      { kind: "refused", status: 400, said: "" },
    ],
    [
      "a bad request",
      fail(400, JSON.stringify(badRequest)),
      { kind: "refused", status: 400, said: "One or more validation errors occurred." },
    ],
    ["an empty 401", fail(401), { kind: "refused", status: 401, said: "" }],
    ["a plain 403", fail(403, "IP refused"), { kind: "refused", status: 403, said: "IP refused" }],
    ["a problem+json 404", fail(404, '{"type":"about:blank"}'), { kind: "refused", status: 404, said: "" }],
    [
      "a problem+json 402",
      fail(402, '{"title":"Payment required","detail":"The portal is not paid."}'),
      { kind: "refused", status: 402, said: "Payment required: The portal is not paid." },
    ],
    ["a JSON list", fail(403, "[1]"), { kind: "refused", status: 403, said: "[1]" }],
    ["a 429", fail(429), { kind: "rate-limited", said: "" }],
    [
      "a 500",
      fail(500, '{"status":1,"statusCode":500,"error":{"message":"broken"}}'),
      { kind: "failing", status: 500, said: "broken" },
    ],
    [
      "an HTML 502",
      fail(502, "<html><title> 502 Bad\nGateway </title>"),
      { kind: "failing", status: 502, said: 'an HTML page, "502 Bad Gateway"' },
    ],
    ["an HTML 200", fail(200, "<!doctype html><p>back soon"), { kind: "unreadable", said: "an HTML page" }],
    [
      "an HTML 200 with an empty title",
      fail(200, "<title></title>"),
      { kind: "unreadable", said: "an HTML page" },
    ],
    ["an empty 200", fail(200), { kind: "unreadable", said: "an empty answer" }],
    ["a 204", fail(204), { kind: "unreadable", said: "an empty answer" }],
    [
      "a truncated 200",
      fail(200, '{"response":{"taskId"'),
      { kind: "unreadable", said: "not the portal's JSON" },
    ],
    [
      "JSON of somebody else",
      fail(200, '{"ok":true}'),
      { kind: "unreadable", said: "not the portal's JSON" },
    ],
    [
      "an error in a 200",
      fail(200, '{"status":1,"statusCode":403,"error":{"message":"Access denied"}}'),
      { kind: "refused", status: 403, said: "Access denied" },
    ],
    [
      "an error without words in a 200",
      fail(200, '{"status":1,"statusCode":500}'),
      { kind: "failing", status: 500, said: "" },
    ],
    [
      "a redirect",
      fail(302, "", { location: "https://other.example/login?token=1" }),
      { kind: "refused", status: 302, said: "it redirects to https://other.example" },
    ],
    [
      "a redirect to nowhere",
      fail(301, "", { location: "http://[" }),
      { kind: "refused", status: 301, said: "it redirects to another address" },
    ],
    [
      "a redirect without a target",
      fail(307),
      { kind: "refused", status: 307, said: expect.stringContaining("http://127.0.0.1") },
    ],
  ])("%s is understood", async (_, respond, expected) => {
    const { client, untilMs } = await open(respond, { budgetMs: 600 });
    expect(await troubleOf(client.look(false, untilMs))).toEqual(expected);
  });

  it("a refusal is final, anything else is asked again within the budget", async () => {
    const refusing = await open(fail(403));
    await troubleOf(refusing.client.look(false, refusing.untilMs));
    expect(refusing.requests).toHaveLength(1);
    const recovering = await open((_, response, count) =>
      count < 4 ? fail(503, "<html>")(requestOf(), response, count) : respondWith(response, job),
    );
    expect((await recovering.client.look(false, recovering.untilMs)).job?.progressPercent).toBe(12);
    expect(recovering.requests).toHaveLength(4);
  });

  it("an answer of the wrong shape is asked for again", async () => {
    const { client, untilMs, requests } = await open((_, response, count) =>
      respondWith(response, count === 1 ? { ...job, taskId: 5 } : job),
    );
    expect((await client.look(false, untilMs)).job?.phase).toBe("running");
    expect(requests).toHaveLength(2);
  });

  it.each([301, 302, 303, 307, 308])(
    "a redirect with %d is not followed, and takes the key nowhere",
    async (status) => {
      const other = await startServer((_, response) => respondWith(response, job));
      stop.push(other.stop);
      const { client, untilMs, requests } = await open(
        fail(status, "", { location: `${other.url}/api/2.0/x` }),
      );
      const refused = { kind: "refused", status, said: `it redirects to ${other.url}` };
      expect(await troubleOf(client.look(false, untilMs))).toEqual(refused);
      expect(await troubleOf(client.start(request, untilMs))).toEqual(refused);
      expect(requests.map(({ method }) => method)).toEqual(["GET", "POST"]);
      expect(other.requests).toEqual([]);
    },
  );

  const tooLarge = { kind: "unreadable", said: "more than 2 MB", tooLarge: true };

  it("more than 2 MB is cut off while it arrives, and not asked for again", async () => {
    const page = "x".repeat(1_000_000);
    let pages = 0;
    const { client, untilMs, requests } = await open(
      (_, response) => {
        response.writeHead(200);
        const writeOn = () => {
          do pages++;
          while (response.write(page) && pages < 1_000);
        };
        response.on("drain", writeOn);
        writeOn();
      },
      { budgetMs: 10_000 },
    );
    expect(await troubleOf(client.look(false, untilMs))).toEqual(tooLarge);
    expect(pages).toBeLessThan(20);
    expect(requests).toHaveLength(1);
  });

  it("what says that it has more than 2 MB is not waited for", async () => {
    const { client, untilMs } = await open((_, response) => {
      response.writeHead(200, { "content-length": 50_000_000 }).write("{");
    });
    expect(await troubleOf(client.look(false, untilMs))).toEqual(tooLarge);
  });

  it("a large refusal is still a refusal", async () => {
    const { client, untilMs } = await open(fail(403, "x".repeat(3_000_000)));
    expect(await troubleOf(client.look(false, untilMs))).toEqual({ kind: "refused", status: 403, said: "" });
  });

  it("a page that is made to be read slowly is not", async () => {
    const { client, untilMs } = await open(fail(403, "<title".repeat(40_000)));
    // The processor's time: what else the machine does counts for nothing.
    const before = process.cpuUsage();
    expect(await troubleOf(client.look(false, untilMs))).toMatchObject({ said: "an HTML page" });
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(1_500);
  });

  it("silence ends with the budget", async () => {
    const { client, untilMs } = await open(() => {}, { budgetMs: 300 });
    const before = Date.now();
    expect((await troubleOf(client.look(false, untilMs))).kind).toBe("unanswered");
    expect(Date.now() - before).toBeLessThan(2_000);
  });

  it("a connection that breaks is not mistaken for one that was never made", async () => {
    const breaking = await open((_, response) => response.socket?.destroy(), { budgetMs: 600 });
    expect((await troubleOf(breaking.client.look(false, breaking.untilMs))).kind).toBe("unanswered");
    const closed = await startServer(() => {});
    await closed.stop();
    const client = new PortalClient(new PortalCalls(closed.url, keys, systemClock, () => 0));
    expect(await troubleOf(client.look(false, Date.now() + 600))).toMatchObject({
      kind: "unreachable",
      reason: "connection",
    });
  });

  describe("of a name with several addresses", () => {
    const aName = "http://portal.example.com";
    // What fetch throws after it tried each of them.
    const throwAll = (...errors: object[]) => {
      const cause = Object.assign(new AggregateError(errors), { code: "ECONNREFUSED" });
      return jest.spyOn(globalThis, "fetch").mockRejectedValue(new TypeError("fetch failed", { cause }));
    };
    const refused = { code: "ECONNREFUSED", syscall: "connect" };
    afterEach(() => jest.restoreAllMocks());

    it.each([
      ["name", "ENOTFOUND"],
      ["name", "EAI_AGAIN"],
      ["certificate", "CERT_HAS_EXPIRED"],
      ["certificate", "CERT_NOT_YET_VALID"],
      ["certificate", "DEPTH_ZERO_SELF_SIGNED_CERT"],
      ["certificate", "SELF_SIGNED_CERT_IN_CHAIN"],
      ["certificate", "UNABLE_TO_GET_ISSUER_CERT_LOCALLY"],
      ["certificate", "UNABLE_TO_VERIFY_LEAF_SIGNATURE"],
      ["certificate", "ERR_TLS_CERT_ALTNAME_INVALID"],
      ["certificate", "ERR_SSL_WRONG_VERSION_NUMBER"],
      ["connection", "UND_ERR_CONNECT_TIMEOUT"],
    ])("and of one, no connection was made for the reason of its %s: %s", async (reason, code) => {
      const cause = Object.assign(new Error(code), { code });
      jest.spyOn(globalThis, "fetch").mockRejectedValue(new TypeError("fetch failed", { cause }));
      const client = new PortalClient(new PortalCalls(aName, keys, systemClock, () => 0));
      expect(await troubleOf(client.look(false, Date.now() + 100))).toMatchObject({
        kind: "unreachable",
        reason,
      });
    });

    it.each<[string, object[], object]>([
      [
        "that all refuse a connection, was none made",
        [refused, refused],
        { kind: "unreachable", reason: "connection" },
      ],
      [
        "one of which broke off, may one have been made",
        [refused, { code: "ECONNRESET", syscall: "read" }],
        { kind: "unanswered" },
      ],
      [
        "one of which fails oddly, may one have been made",
        [{ code: "ODD" }, refused],
        { kind: "unanswered" },
      ],
      ["of which nothing is told, may one have been made", [], { kind: "unanswered" }],
    ])("%s", async (_, errors, trouble) => {
      throwAll(...errors);
      const client = new PortalClient(new PortalCalls(aName, keys, systemClock, () => 0));
      expect(await troubleOf(client.look(false, Date.now() + 100))).toMatchObject(trouble);
    });
  });

  it("never repeats the key, whoever sends it back", async () => {
    const { client, untilMs } = await open((seen, response) =>
      fail(403, `You sent ${seen.headers.authorization}`)(seen, response, 1),
    );
    const attempt = client.look(false, untilMs);
    await expect(attempt).rejects.toThrow(
      "GET /api/2.0/backup/getbackupprogress: the portal refused with HTTP 403",
    );
    await expect(attempt).rejects.not.toThrow(apiKey);
  });
});

describe("Retry-After", () => {
  const waits = async (headers: Record<string, string>) => {
    const slept: number[] = [];
    const server = await startServer((_, response, count) =>
      count === 1 ? fail(429, "", headers)(requestOf(), response, count) : respondWith(response, job),
    );
    stop.push(server.stop);
    const clock = { now: () => Date.now(), sleep: async (durationMs: number) => void slept.push(durationMs) };
    const calls = new PortalCalls(server.url, keys, clock, () => 0);
    await new PortalClient(calls).look(false, Date.now() + 60_000);
    return slept;
  };

  it("is waited for, as seconds or as a date by the portal's clock", async () => {
    expect(await waits({ "retry-after": "7" })).toEqual([7_000]);
    const date = "Sun, 01 Mar 2026 04:30:00 GMT";
    expect(await waits({ date, "retry-after": "Sun, 01 Mar 2026 04:30:09 GMT" })).toEqual([9_000]);
    expect(await waits({ date, "retry-after": "Sun, 01 Mar 2026 04:29:00 GMT" })).toEqual([250]);
    expect(await waits({ "retry-after": "0" })).toEqual([250]);
    expect(await waits({ "retry-after": "soon" })).toEqual([250]);
  });

  it("that is longer than the budget ends it at once", async () => {
    const { client, untilMs, requests } = await open(fail(429, "", { "retry-after": "3600" }));
    expect(await troubleOf(client.look(false, untilMs))).toEqual({
      kind: "rate-limited",
      said: "",
      retryAfterMs: 3_600_000,
    });
    expect(requests).toHaveLength(1);
  });
});

describe("the request for a backup", () => {
  it("says what is wanted as the portal wants to be told", async () => {
    const { client, requests, untilMs } = await open((_, response) => respondWith(response, job));
    expect((await client.start(request, untilMs)).taskId).toBe(job.taskId.toLowerCase());
    expect(requests[0]).toMatchObject({ method: "POST", url: "/api/2.0/backup/startbackup" });
    expect(requests[0]?.headers["content-type"]).toBe("application/json");
    expect(JSON.parse(requests[0]?.body ?? "")).toEqual({
      storageType: "Documents",
      storageParams: [{ key: "folderId", value: "42" }],
      dump: false,
    });
  });

  it.each<[string, Respond]>([
    ["a 500", fail(500)],
    ["an HTML 502", fail(502, "<html>")],
    ["an HTML 200", fail(200, "<html>")],
    [
      "an unreadable 200",
      (_: SeenRequest, response: ServerResponse) => respondWith(response, { started: true }),
    ],
    [
      "an answer without a job",
      (_: SeenRequest, response: ServerResponse) => respondWith(response, undefined),
    ],
    ["a broken connection", (_: SeenRequest, response: ServerResponse) => response.socket?.destroy()],
    ["a refusal", fail(402)],
    ["a refusal as one too many", fail(429)],
    ["silence", () => {}],
  ])("is never sent twice after %s", async (_, respond) => {
    const { client, untilMs, requests } = await open(respond, { budgetMs: 700 });
    await troubleOf(client.start(request, untilMs));
    expect(requests).toHaveLength(1);
  });

  it("is sent again where there was no connection", async () => {
    const { client, untilMs, requests } = await open((_, response) => respondWith(response, job));
    const cause = { code: "ECONNREFUSED", syscall: "connect" };
    const fetch = jest.spyOn(globalThis, "fetch").mockRejectedValueOnce(new TypeError("no", { cause }));
    await client.start(request, untilMs);
    expect([fetch.mock.calls.length, requests.length]).toEqual([2, 1]);
    fetch.mockRestore();
  });
});

describe("a backup", () => {
  it("is deleted by its id", async () => {
    const { client, untilMs, requests } = await open((_, response) => respondWith(response, true));
    await client.deleteBackup("AA/1", untilMs);
    expect(requests).toEqual([
      expect.objectContaining({ method: "DELETE", url: "/api/2.0/backup/deletebackup/AA%2F1", body: "" }),
    ]);
  });

  it.each([
    ["that is not there any more", fail(500)],
    ["of a portal that is away", fail(502, "<html>")],
    [
      "of a portal that says anything but true",
      (_: SeenRequest, response: ServerResponse) => respondWith(response, false),
    ],
    ["whose connection breaks", (_: SeenRequest, response: ServerResponse) => response.socket?.destroy()],
  ])("%s is asked to be deleted once", async (_, respond) => {
    const { client, untilMs, requests } = await open(respond);
    await troubleOf(client.deleteBackup("aa", untilMs));
    expect(requests).toHaveLength(1);
  });
});

describe("a key that was changed", () => {
  const respond: Respond = (seen, response) =>
    seen.headers.authorization === "Bearer sk-new"
      ? respondWith(response, job)
      : fail(401)(seen, response, 1);

  it("is used after a 401", async () => {
    const changing: ApiKeySource = {
      ...keys,
      read: async () => new ApiKey("sk-old"),
      readChanged: async () => new ApiKey("sk-new"),
    };
    const { client, untilMs, requests } = await open(respond, { keys: changing });
    expect((await client.look(false, untilMs)).job?.phase).toBe("running");
    expect(requests).toHaveLength(2);
  });

  it("is not asked for where the portal refuses something else than the key", async () => {
    const readChanged = jest.fn(async () => new ApiKey("sk-new"));
    const { client, untilMs, requests } = await open(fail(403), { keys: { ...keys, readChanged } });
    expect(await troubleOf(client.look(false, untilMs))).toMatchObject({ status: 403 });
    expect([readChanged.mock.calls, requests.length]).toEqual([[], 1]);
  });

  it("is not waited for when the secret still holds the refused one", async () => {
    const { client, untilMs, requests } = await open(respond);
    expect(await troubleOf(client.look(false, untilMs))).toEqual({ kind: "refused", status: 401, said: "" });
    expect(requests).toHaveLength(1);
  });

  it("that cannot be read is the key's error, not the portal's", async () => {
    const broken: ApiKeySource = { ...keys, read: () => Promise.reject(new Error("no secret")) };
    const { client, untilMs } = await open(respond, { keys: broken });
    await expect(client.look(false, untilMs)).rejects.toThrow("no secret");
  });
});

describe("the history", () => {
  it("keeps each record that has an id, and reads dates without offset as UTC", async () => {
    const { client, untilMs, requests } = await open((_, response) =>
      respondWith(response, [
        {
          id: "AA",
          fileName: "a.tar.gz",
          storageType: 0,
          createdOn: "2026-03-01T02:15:00",
          expiresOn: "0001-01-01T00:00:00",
        },
        {
          id: "bb",
          fileName: "b.tar",
          storageType: "thirdpartyconsumer",
          createdOn: "2026-03-01T02:15:00+02:00",
        },
        { id: "cc", fileName: "c.tar", storageType: 77, createdOn: "0001-01-01T00:00:00" },
        { id: "dd", createdOn: "yesterday" },
        { id: "ee", fileName: null, storageType: null, createdOn: null },
      ]),
    );
    expect(await client.history(false, untilMs)).toEqual([
      {
        id: "aa",
        fileName: "a.tar.gz",
        storageType: "Documents",
        createdAtMs: Date.parse("2026-03-01T02:15:00Z"),
      },
      {
        id: "bb",
        fileName: "b.tar",
        storageType: "ThirdPartyConsumer",
        createdAtMs: Date.parse("2026-03-01T00:15:00Z"),
      },
      { id: "cc", fileName: "c.tar", storageType: undefined, createdAtMs: undefined },
      { id: "dd", fileName: "", storageType: undefined, createdAtMs: undefined },
      { id: "ee", fileName: "", storageType: undefined, createdAtMs: undefined },
    ]);
    expect(requests[0]?.url).toBe("/api/2.0/backup/getbackuphistory?dump=false");
  });

  it("is empty where the portal leaves the response out, and asked again where it is broken", async () => {
    const { client, untilMs } = await open((_, response, count) =>
      count === 1 ? fail(504, "<html>")(requestOf(), response, count) : respondWith(response, undefined),
    );
    expect(await client.history(false, untilMs)).toEqual([]);
  });
});

describe("the archive's folder", () => {
  const file = { title: "acme.tar.gz", pureContentLength: 42 };

  it("is the owner's own by its number", async () => {
    const { client, untilMs, requests } = await open((_, response) =>
      respondWith(response, { current: { id: 77 } }),
    );
    expect(await client.myDocumentsFolderId(untilMs)).toBe("77");
    expect(requests[0]?.url).toBe("/api/2.0/files/@my?count=1");
  });

  it("is searched by name, and the other names that the filter finds are passed over", async () => {
    const { client, untilMs, requests } = await open((_, response) =>
      respondWith(response, { files: [{ title: "old acme.tar.gz", pureContentLength: 1 }, file] }),
    );
    expect(await client.listFiles("42", "acme.tar.gz", untilMs)).toEqual([
      { title: "acme.tar.gz", sizeBytes: 42 },
    ]);
    expect(requests[0]?.url).toBe("/api/2.0/files/42?filterValue=acme.tar.gz&count=100");
  });

  it("is listed by date where the portal's search does not find the file; no length is no bytes", async () => {
    const { client, untilMs, requests } = await open((_, response, count) =>
      respondWith(response, { files: count === 1 ? [] : [{ title: "acme.tar.gz" }] }),
    );
    expect(await client.listFiles("sbox/1", "acme.tar.gz", untilMs)).toEqual([
      { title: "acme.tar.gz", sizeBytes: 0 },
    ]);
    expect(requests[1]?.url).toBe(
      "/api/2.0/files/sbox%2F1?sortBy=DateAndTime&sortOrder=descending&count=100",
    );
  });

  it("may lack the file", async () => {
    const { client, untilMs } = await open((_, response) => respondWith(response, { files: [] }));
    expect(await client.listFiles("42", "acme.tar.gz", untilMs)).toEqual([]);
  });
});

/** What `fail` is given where it does not look at the request. */
function requestOf(): SeenRequest {
  return { method: "GET", url: "/", headers: {}, body: "" };
}
