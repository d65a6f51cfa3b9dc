import { cutInHalf, maintenancePage, rateLimitAnswer } from "../../../local/portal/weather";
import { Visitor } from "./visitor";

const visitor = new Visitor();
const { portal, clock } = visitor;

const START = { method: "POST", path: "/backup/startbackup" };
const ONCE = { requests: 1 };

beforeAll(() => portal.listen());
afterAll(() => portal.close());
beforeEach(() => visitor.beginAnew());

describe("a page in front of the portal", () => {
  test.each([502, 200])(
    "is HTML with status %d, for as long as it lasts, and nothing is carried out",
    async (status) => {
      portal.addWeather({
        lasts: { sinceFirstMs: 10_000 },
        disturbance: { kind: "page", page: maintenancePage(status), processing: "never" },
      });
      clock.advance(3_600_000);
      const seen = await visitor.start();
      expect([seen.status, seen.text.slice(0, 15)]).toEqual([status, "<!DOCTYPE html>"]);
      clock.advance(9_999);
      expect((await visitor.start()).status).toBe(status);
      expect(portal.state.jobs).toEqual([]);
      clock.advance(1);
      expect((await visitor.progress()).json).toMatchObject({ statusCode: 200 });
    },
  );

  test("may hide that the request was carried out, at once or a minute later", async () => {
    const page = maintenancePage(504);
    portal.addWeather({ lasts: ONCE, disturbance: { kind: "page", page, processing: "at-once" } });
    expect((await visitor.start()).status).toBe(504);
    expect(portal.state.jobs).toHaveLength(1);
    await portal.reset();
    portal.addWeather({ lasts: ONCE, disturbance: { kind: "page", page, processing: { afterMs: 60_000 } } });
    expect((await visitor.start()).status).toBe(504);
    expect((await visitor.progress()).response).toBeUndefined();
    clock.advance(60_000);
    expect((await visitor.progress()).response).toMatchObject({ isCompleted: false });
  });

  test("forgets what it would still have carried out when the portal is reset", async () => {
    const disturbance = { kind: "silence", processing: { afterMs: 60_000 } } as const;
    portal.addWeather({ lasts: ONCE, disturbance });
    const caller = new AbortController();
    const seen = visitor.start(visitor.documents, { signal: caller.signal });
    await visitor.until(() => clock.heldRequests === 1);
    caller.abort();
    await expect(seen).rejects.toThrow("aborted");
    await portal.reset();
    clock.advance(60_000);
    expect(portal.state.jobs).toEqual([]);
  });

  test("may be the rate limit's, with or without the time to come back", async () => {
    portal.addWeather({
      lasts: ONCE,
      disturbance: { kind: "page", page: rateLimitAnswer(7), processing: "never" },
    });
    portal.addWeather({
      lasts: ONCE,
      disturbance: { kind: "page", page: rateLimitAnswer(), processing: "never" },
    });
    const daily = await visitor.progress();
    expect([daily.status, daily.headers.get("retry-after")]).toEqual([429, "7"]);
    const perMinute = await visitor.progress();
    expect([perMinute.status, perMinute.headers.get("retry-after")]).toEqual([429, null]);
    expect(perMinute.headers.get("x-ratelimit-remaining")).toBe("0");
    expect((await visitor.progress()).status).toBe(200);
  });

  test("meets only the requests that it names, in its window of time", async () => {
    portal.addWeather({
      meets: START,
      lasts: { fromMs: clock.now() + 1_000, untilMs: clock.now() + 2_000 },
      disturbance: { kind: "page", page: { status: 503, headers: {}, body: "" }, processing: "never" },
    });
    expect((await visitor.start()).status).toBe(200);
    clock.advance(1_000);
    expect((await visitor.progress()).status).toBe(200);
    const seen = await visitor.start();
    expect([seen.status, seen.text]).toEqual([503, ""]);
    clock.advance(1_000);
    expect((await visitor.start()).status).toBe(200);
  });
});

describe("an answer on its way", () => {
  test("can be cut in half", async () => {
    portal.addWeather({ lasts: ONCE, disturbance: { kind: "altered", alter: cutInHalf } });
    const seen = await visitor.start();
    expect(seen.status).toBe(200);
    expect(seen.text.startsWith('{"response":{')).toBe(true);
    expect(seen.json).toBeUndefined();
    expect(portal.state.jobs).toHaveLength(1);
  });

  test("can be late, and holds the clock's permission to go on until it is sent", async () => {
    portal.addWeather({ lasts: ONCE, disturbance: { kind: "slow", byMs: 5_000 } });
    const seen = visitor.progress();
    await visitor.until(() => clock.heldRequests === 1);
    clock.advance(4_999);
    expect(clock.heldRequests).toBe(1);
    clock.advance(1);
    expect(clock.heldRequests).toBe(0);
    expect((await seen).headers.get("date")).toBe(new Date(clock.now()).toUTCString());
  });

  test("can come in halves, the second late, while the clock may go on", async () => {
    portal.addWeather({ lasts: ONCE, disturbance: { kind: "slow-body", byMs: 5_000 } });
    const answer = fetch(`${portal.url}/api/2.0/settings`);
    await visitor.until(() => clock.heldRequests === 1);
    const text = (await answer).text();
    expect(await Promise.race([text, "not yet"])).toBe("not yet");
    clock.advance(5_000);
    expect(clock.heldRequests).toBe(0);
    expect(JSON.parse(await text)).toMatchObject({ response: { standalone: false } });
  });

  test("can break off in the middle", async () => {
    portal.addWeather({ lasts: ONCE, disturbance: { kind: "torn" } });
    const answer = await fetch(`${portal.url}/api/2.0/settings`);
    expect(answer.status).toBe(200);
    await expect(answer.text()).rejects.toThrow("terminated");
  });

  test("can be by another clock than everybody's", async () => {
    portal.aheadMs = 86_400_000;
    const tomorrow = new Date(clock.now() + 86_400_000);
    expect((await visitor.start()).headers.get("date")).toBe(tomorrow.toUTCString());
    expect(portal.state.jobs[0]?.startedMs).toBe(tomorrow.getTime());
    await portal.reset();
    expect((await visitor.progress()).headers.get("date")).toBe(new Date(clock.now()).toUTCString());
  });

  test.each([
    ["never", 0],
    ["at-once", 1],
  ] as const)("can fail to come, the request being carried out %s", async (processing, jobs) => {
    portal.addWeather({ meets: START, lasts: ONCE, disturbance: { kind: "silence", processing } });
    const caller = new AbortController();
    const seen = visitor.start(visitor.documents, { signal: caller.signal });
    await visitor.until(() => clock.heldRequests === 1);
    clock.advance(3_600_000);
    expect(clock.heldRequests).toBe(1);
    expect(portal.state.jobs).toHaveLength(jobs);
    caller.abort();
    await expect(seen).rejects.toThrow("aborted");
    await visitor.until(() => clock.heldRequests === 0);
    expect(portal.requests.at(-1)).not.toHaveProperty("status", expect.any(Number));
  });

  test("that is late for a caller who has hung up is not sent, and its timer is gone", async () => {
    portal.addWeather({ lasts: ONCE, disturbance: { kind: "slow", byMs: 5_000 } });
    const caller = new AbortController();
    const seen = visitor.start(visitor.documents, { signal: caller.signal });
    await visitor.until(() => clock.heldRequests === 1);
    caller.abort();
    await expect(seen).rejects.toThrow("aborted");
    await visitor.until(() => clock.heldRequests === 0);
    expect(clock.pendingActs).toBe(0);
  });

  test.each([
    ["never", 0],
    ["at-once", 1],
  ] as const)("can become a reset connection, the request being carried out %s", async (processing, jobs) => {
    portal.addWeather({ lasts: ONCE, disturbance: { kind: "reset", processing } });
    await expect(visitor.start()).rejects.toMatchObject({ cause: { code: "ECONNRESET" } });
    expect(portal.state.jobs).toHaveLength(jobs);
    expect((await visitor.progress()).status).toBe(200);
  });
});

describe("a portal off the net", () => {
  test("refuses connections until its time, then answers on the same port", async () => {
    const { url } = portal;
    portal.refuseConnections({ untilMs: clock.now() + 1_200_000 });
    expect(await visitor.isRefused()).toBe(true);
    clock.advance(1_199_999);
    expect(await visitor.isRefused()).toBe(true);
    clock.advance(1);
    await new Promise(setImmediate);
    expect((await visitor.progress()).status).toBe(200);
    expect(portal.url).toBe(url);
    expect(portal.requests).toHaveLength(1);
  });

  test("a later outage outlasts an earlier one", async () => {
    portal.refuseConnections({ untilMs: clock.now() + 1_000 });
    portal.refuseConnections();
    clock.advance(3_600_000);
    await new Promise(setImmediate);
    expect(await visitor.isRefused()).toBe(true);
    await portal.reset();
    expect((await visitor.progress()).status).toBe(200);
  });

  test("can be so from the beginning, and still has its port", async () => {
    const other = new Visitor();
    other.portal.refuseConnections({ untilMs: other.clock.now() + 1_000 });
    await other.portal.listen();
    expect(await other.isRefused()).toBe(true);
    other.clock.advance(1_000);
    await new Promise(setImmediate);
    expect((await other.progress()).status).toBe(200);
    await other.portal.close();
    await expect(other.progress()).rejects.toThrow("fetch failed");
  });
});

describe("the log of requests", () => {
  test("keeps what was asked, with the key in `authorization` and nowhere else", async () => {
    await visitor.start();
    const [logged] = portal.requests;
    expect(logged).toMatchObject({
      atMs: clock.now(),
      method: "POST",
      path: "/api/2.0/backup/startbackup",
      body: JSON.stringify(visitor.documents),
      authorization: `Bearer ${portal.state.key.value}`,
      status: 200,
    });
    const { authorization: _, ...rest } = logged ?? { authorization: "" };
    expect(JSON.stringify(rest)).not.toContain(portal.state.key.value);
  });

  test("tells listeners about each request once it is over", async () => {
    const heard: unknown[] = [];
    const stop = portal.onRequest(({ path, status }) => heard.push([path, status]));
    await visitor.get("/api/2.0/settings");
    stop();
    await visitor.get("/api/2.0/settings");
    expect(heard).toEqual([["/api/2.0/settings", 200]]);
  });
});

test("closing lets go of a caller who is kept waiting", async () => {
  const other = new Visitor();
  await other.portal.listen();
  other.portal.addWeather({ lasts: "always", disturbance: { kind: "silence", processing: "never" } });
  const seen = expect(other.progress()).rejects.toThrow("fetch failed");
  await other.until(() => other.clock.heldRequests === 1);
  await other.portal.close();
  await seen;
  await other.until(() => other.clock.heldRequests === 0);
});
