import { get as getOverHttp, type IncomingHttpHeaders } from "node:http";
import { get as getOverHttps } from "node:https";
import { describeError } from "../outside-text";
import { attempt, object, text } from "../shape";
import type { ApiKey } from "./api-key";
import type { DownloadLink } from "./download-link";
import { PortalError, type Trouble } from "./portal-error";
import { lookUpPublic, refuseOwnAddress } from "./public-address";

/** What came back, without its body. */
interface Head {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
}

function fail(trouble: Trouble): PortalError {
  return new PortalError("GET of the archive", trouble);
}

/** Asks for a file and drops the connection when its headers are there. */
function readHead(url: URL, portalUrl: string, key: ApiKey | undefined, signal: AbortSignal): Promise<Head> {
  const atPortal = url.origin === new URL(portalUrl).origin;
  return new Promise((resolve, reject) => {
    if (!atPortal && url.protocol !== "https:") throw new Error("it does not lead to https://");
    if (!atPortal) refuseOwnAddress(url);
    const get = url.protocol === "https:" ? getOverHttps : getOverHttp;
    const headers = {
      "accept-encoding": "identity",
      ...(key !== undefined && atPortal && { authorization: key.authorization }),
    };
    // Node would make an Authorization header of a name and password in the link.
    const options = { headers, signal, auth: null, agent: false };
    const request = get(url, { ...options, ...(!atPortal && { lookup: lookUpPublic }) });
    request.once("error", reject);
    // The last that is heard of it, whatever was answered: a change of protocol, for one, is no response.
    request.once("close", () => reject(new Error("the connection was closed")));
    request.once("response", ({ statusCode, headers }) => {
      resolve({ status: Number(statusCode), headers });
      request.destroy();
    });
  });
}

function readSize({ status, headers }: Head): number {
  if (status >= 500) throw fail({ kind: "failing", status, said: "" });
  if (status !== 200) throw fail({ kind: "refused", status, said: "" });
  const length = headers["content-length"] ?? "";
  if (/^text\/|[/+](?:json|xml)\b/i.test(headers["content-type"] ?? ""))
    throw fail({ kind: "unreadable", said: "a text, and no archive" });
  if (!/^\d{1,15}$/.test(length))
    throw fail({ kind: "unreadable", said: "an answer that does not tell its size" });
  return Number(length);
}

/**
 * Asks for an archive, reads its size in bytes, and drops the connection: ranges and HEAD are not reliable on a portal's
 * own storage. The API key goes to the portal alone, and only with a link into the portal; one redirect is followed from
 * there, as large files lie elsewhere; another host is asked over https alone, and never one of the function's own
 * surroundings.
 * @param timeoutMs for everything
 * @throws {@link PortalError} for whatever does not tell a size; never with the link
 */
export async function measureDownload(
  link: DownloadLink,
  portalUrl: string,
  key: ApiKey,
  timeoutMs: number,
): Promise<number> {
  const signal = AbortSignal.timeout(timeoutMs);
  const url = link.resolve(portalUrl);
  if (url === undefined) throw fail({ kind: "unreadable", said: "the portal's link is none" });
  let head: Head;
  try {
    const isWithin = link.isPathWithin(portalUrl);
    head = await readHead(url, portalUrl, isWithin ? key : undefined, signal);
    const { location = "" } = head.headers;
    if (isWithin && head.status >= 300 && head.status < 400 && URL.canParse(location, url.href)) {
      head = await readHead(new URL(location, url), portalUrl, undefined, signal);
    }
  } catch (error) {
    // Names and addresses stay out of it: they may be parts of the link.
    const said = signal.aborted ? "no answer in time" : describeCause(error);
    throw fail({ kind: "unanswered", said });
  }
  return readSize(head);
}

const coded = object({ code: text });

function describeCause(error: unknown): string {
  return attempt(coded, error)?.code ?? describeError(error);
}
