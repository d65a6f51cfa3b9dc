import { once } from "node:events";
import { createServer, type Server } from "node:https";
import { systemClock } from "../../../lambda/clock";
import { ApiKey } from "../../../lambda/portal/api-key";
import { DownloadLink } from "../../../lambda/portal/download-link";
import { measureDownload } from "../../../lambda/portal/measure-download";
import { PortalCalls } from "../../../lambda/portal/portal-calls";
import { PortalClient } from "../../../lambda/portal/portal-client";
import { selfSigned } from "./self-signed";
import { troubleOf } from "./trouble-of";

const key = new ApiKey("sk-secret");
const keys = { read: async () => key, readAnew: async () => key, readChanged: async () => undefined };

let server: Server;
let portalUrl: string;
let requests: number;
beforeEach(async () => {
  requests = 0;
  server = createServer(selfSigned, (_, response) => {
    requests++;
    response.end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  portalUrl = `https://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
});
afterEach(() => {
  server.close();
  server.closeAllConnections();
});

describe("who shows a certificate that nobody has signed", () => {
  it("is not sent the key, and certainly no request for a backup", async () => {
    const client = new PortalClient(new PortalCalls(portalUrl, keys, systemClock, () => 0));
    const untilMs = Date.now() + 600;
    const wanted = { storageType: "Documents", storageParams: {}, dump: false } as const;
    const refused = { kind: "unreachable", reason: "certificate" };
    expect(await troubleOf(client.start(wanted, untilMs))).toMatchObject(refused);
    expect(await troubleOf(client.look(false, untilMs))).toMatchObject(refused);
    expect(requests).toBe(0);
  });

  it("is not asked for an archive", async () => {
    const measured = measureDownload(new DownloadLink("/a"), portalUrl, key, 2_000);
    await expect(measured).rejects.toThrow("SELF_SIGNED_CERT");
    expect(requests).toBe(0);
  });
});
