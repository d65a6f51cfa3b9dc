import { inspect } from "node:util";
import { ApiKey } from "../../../lambda/portal/api-key";
import { DownloadLink } from "../../../lambda/portal/download-link";
import { measureDownload } from "../../../lambda/portal/measure-download";
import { PortalError } from "../../../lambda/portal/portal-error";
import { type Respond, startServer } from "./loopback-server";

const key = new ApiKey("sk-secret");

let stop: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(stop.map((end) => end()));
  stop = [];
});

async function open(respond: Respond) {
  const server = await startServer(respond);
  stop.push(server.stop);
  return server;
}

/** Answers with a length and the beginning of a body that never ends. */
const serve =
  (sizeBytes: number): Respond =>
  (_, response) => {
    response.writeHead(200, { "content-length": sizeBytes, "content-type": "application/octet-stream" });
    response.write("x");
  };

const redirect =
  (location: string): Respond =>
  (_, response) =>
    response.writeHead(302, { location }).end();

const secret = "auth=secret-signature";

async function expectTrouble(attempt: Promise<unknown>, message: RegExp): Promise<void> {
  const error: unknown = await attempt.then(
    (sizeBytes) => new Error(`it has ${sizeBytes} bytes`),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(PortalError);
  expect(String(error)).toMatch(message);
  expect(inspect(error, { depth: 9 })).not.toContain(secret);
}

describe("a download link", () => {
  it("cannot be printed by accident", () => {
    const link = new DownloadLink(`/storage/backup?${secret}`);
    expect(`${link} ${JSON.stringify({ link })} ${inspect({ link })}`).toBe(
      '[download link] {"link":"[download link]"} { link: [download link] }',
    );
  });

  const ways = ["//other.example.com/a", "/\\other.example.com/a", "/\t/other.example.com/a", "a", "", "//"];
  it.each(["https://acme.onlyoffice.com/a", "https://other.example.com/a", ...ways])(
    "to another host, or with a host of its own, is no path within the portal, so that no redirect of it is followed: %j",
    (href) => {
      expect(new DownloadLink(href).isPathWithin("https://acme.onlyoffice.com")).toBe(false);
    },
  );

  it.each(["/a", "/storage//other.example.com/a", "/../a", "/?to=//other.example.com"])(
    "without a host is a path within the portal: %j",
    (href) => {
      expect(new DownloadLink(href).isPathWithin("https://acme.onlyoffice.com")).toBe(true);
    },
  );
});

describe("the size of an archive", () => {
  it("is read from the portal with the key, whose connection is dropped then", async () => {
    const portal = await open(serve(4_212_345_678));
    const link = new DownloadLink(`/storage/backup/a.tar.gz?${secret}`);
    expect(await measureDownload(link, portal.url, key, 2_000)).toBe(4_212_345_678);
    expect(portal.requests).toEqual([
      expect.objectContaining({ method: "GET", url: `/storage/backup/a.tar.gz?${secret}` }),
    ]);
    expect(portal.requests[0]?.headers).toMatchObject({
      authorization: "Bearer sk-secret",
      "accept-encoding": "identity",
    });
  });

  it("is read without the key from where the portal redirects to", async () => {
    const portal = await open((request, response, count) =>
      count === 1
        ? redirect("/object-store/a?signature=1")(request, response, count)
        : serve(42)(request, response, count),
    );
    expect(await measureDownload(new DownloadLink("/storage/a"), portal.url, key, 2_000)).toBe(42);
    expect(portal.requests.map(({ url, headers }) => [url, headers.authorization])).toEqual([
      ["/storage/a", "Bearer sk-secret"],
      ["/object-store/a?signature=1", undefined],
    ]);
  });

  it("is read without the key from an absolute link, which is proof enough by itself", async () => {
    const portal = await open(serve(42));
    expect(
      await measureDownload(new DownloadLink(`${portal.url}/store?${secret}`), portal.url, key, 2_000),
    ).toBe(42);
    expect(portal.requests[0]?.headers.authorization).toBeUndefined();
  });

  it("is asked without a name and password that the link holds, at once or after a redirect", async () => {
    const portal = await open(serve(42));
    const withPassword = portal.url.replace("://", "://me:secret@");
    expect(await measureDownload(new DownloadLink(`${withPassword}/a`), portal.url, key, 2_000)).toBe(42);
    const other = await open((request, response, count) =>
      count === 1
        ? redirect(`${other.url.replace("://", "://me:secret@")}/b`)(request, response, count)
        : serve(43)(request, response, count),
    );
    expect(await measureDownload(new DownloadLink("/a"), other.url, key, 2_000)).toBe(43);
    const sent = [...portal.requests, ...other.requests].map(({ url, headers }) => [
      url,
      headers.authorization,
    ]);
    expect(sent).toEqual([
      ["/a", undefined],
      ["/a", "Bearer sk-secret"],
      ["/b", undefined],
    ]);
  });

  it("is not read from a second redirect, nor from one of an absolute link", async () => {
    const portal = await open(redirect("/again"));
    await expectTrouble(
      measureDownload(new DownloadLink("/a"), portal.url, key, 2_000),
      /refused with HTTP 302/,
    );
    expect(portal.requests).toHaveLength(2);
    await expectTrouble(
      measureDownload(new DownloadLink(`${portal.url}/a`), portal.url, key, 2_000),
      /refused with HTTP 302/,
    );
    expect(portal.requests).toHaveLength(3);
  });

  it.each([
    ["another host without encryption", (other: string) => other, /does not lead to https/],
    [
      "an address of the function's own surroundings",
      () => "https://169.254.169.254/latest",
      /loopback or link-local/,
    ],
    ["the same in another writing", () => "https://[::ffff:127.0.0.1]:9001/", /loopback or link-local/],
    ["a translated one", () => "https://[64:ff9b::a9fe:a9fe]/", /loopback or link-local/],
    ["a name that leads there", () => "https://localhost:1/", /loopback or link-local/],
    ["a link of no known kind", () => "file:///etc/passwd", /does not lead to https/],
  ])("is not asked of %s", async (_, place, message) => {
    const other = await open(serve(1));
    const portal = await open(redirect(place(other.url)));
    await expectTrouble(measureDownload(new DownloadLink(place(other.url)), portal.url, key, 2_000), message);
    await expectTrouble(measureDownload(new DownloadLink(`/a?${secret}`), portal.url, key, 2_000), message);
    expect(other.requests).toEqual([]);
  });

  it.each([
    "0.0.0.0",
    "127.1",
    "2130706433",
    "0x7f.0.0.1",
    "0177.0.0.1",
    "127.0.0.1.",
    "%31%32%37.0.0.1",
    "127.255.255.254:9001",
    "169.254.170.2",
    "2852039166",
    "[::]",
    "[::1]",
    "[::127.0.0.1]",
    "[::ffff:169.254.169.254]",
    "[::ffff:0:127.0.0.1]",
    "[64:ff9b::127.0.0.1]",
    "[64:ff9b:1::7f00:1]",
    "[2002:7f00:1::]",
    "[fe80::1]",
    "[febf::1]",
    "[fd00:ec2::254]",
    "localhost",
  ])("is not asked of the function's own surroundings, however they are written: %s", async (host) => {
    const portal = await open(redirect(`https://${host}/`));
    const link = new DownloadLink(`https://${host}/?${secret}`);
    await expectTrouble(measureDownload(link, portal.url, key, 2_000), /loopback or link-local/);
    await expectTrouble(
      measureDownload(new DownloadLink("/a"), portal.url, key, 2_000),
      /loopback or link-local/,
    );
  });

  it.each(["/\t/localhost:1/x", "/\\localhost:1/x", "/\n/localhost:1/x"])(
    "takes the key nowhere else, however a link is written: %j",
    async (href) => {
      const portal = await open(serve(1));
      const other = await open(serve(1));
      const { port } = new URL(other.url);
      const link = new DownloadLink(href.replace("localhost:1", `127.0.0.1:${port}`));
      await expectTrouble(measureDownload(link, portal.url, key, 2_000), /does not lead to https/);
      expect([...portal.requests, ...other.requests]).toEqual([]);
    },
  );

  it("takes a link with two slashes for one to another host", async () => {
    const portal = await open(serve(1));
    await expectTrouble(
      measureDownload(new DownloadLink("//localhost:1/a"), portal.url, key, 2_000),
      /does not lead to https/,
    );
    expect(portal.requests).toEqual([]);
  });

  it.each<[string, Respond, RegExp]>([
    ["a refusal", (_, response) => response.writeHead(403).end(), /refused with HTTP 403/],
    ["a failure", (_, response) => response.writeHead(502).end(), /failed with HTTP 502/],
    ["no size", (_, response) => response.writeHead(200).write("x"), /does not tell its size/],
    ...[
      "text/html",
      "text/plain",
      "application/json; charset=utf-8",
      "application/problem+json",
      "application/xml",
    ].map((type): [string, Respond, RegExp] => [
      type,
      (_, response) =>
        response.writeHead(200, { "content-type": type, "content-length": 9 }).end("not well!"),
      /unreadable: a text, and no archive/,
    ]),
    ["a connection that breaks", (_, response) => response.destroy(), /did not answer: ECONNRESET/],
    [
      "a change of protocol",
      (_, response) =>
        void response.socket?.end(
          "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n",
        ),
      /did not answer: the connection was closed/,
    ],
    [
      "a size that cannot be",
      (_, response) => response.writeHead(200, { "content-length": "18446744073709551615" }).end(),
      /does not tell its size|did not answer/,
    ],
    ["silence", () => undefined, /did not answer: no answer in time/],
  ])("is not known after %s", async (_, respond, message) => {
    const portal = await open(respond);
    await expectTrouble(measureDownload(new DownloadLink(`/a?${secret}`), portal.url, key, 300), message);
  });

  it("is not known where the link is none", async () => {
    await expectTrouble(
      measureDownload(new DownloadLink("https://"), "https://acme.example", key, 300),
      /link is none/,
    );
  });
});
