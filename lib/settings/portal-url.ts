import { parseUrl } from "./parse-url";

/** The only hosts that plain http may lead to: the key does not leave the machine. */
const loopback = /^(localhost|.+\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** What JSON Schema can say of a portal's origin. */
export const portalUrlForm = {
  pattern: "^[Hh][Tt][Tt][Pp]([Ss]://|://(localhost|[^/]+\\.localhost|127\\.|\\[::1\\]))[^\\s/?#@]*/?$",
};

/**
 * Says what keeps a text from being a portal's origin.
 * @returns undefined if `new URL(text).origin` is one
 */
export function complainAboutPortalUrl(text: string): string | undefined {
  if (/[\s\p{Cc}]/u.test(text)) return "a URL holds no white space and no line break";
  if (!/^https?:\/\//i.test(text)) return "it does not start with https://";
  const url = parseUrl(text);
  if (url === undefined) return "it is not a URL";
  if (url.username !== "" || url.password !== "") {
    return "it holds a user name or password; the function signs in with the API key alone";
  }
  if (url.href !== `${url.origin}/`) return `it has a path, query or fragment; write ${url.origin}`;
  if (url.protocol === "http:" && !loopback.test(url.hostname)) {
    return "the API key would travel unencrypted; http is only for this machine (localhost)";
  }
  return undefined;
}

/** The longest name of a backup, in characters. */
export const maxNameLength = 40;

/**
 * Names a backup after its portal: the first label of the host, or the whole of an IP address.
 * @param origin for example `https://acme.onlyoffice.com`
 * @returns for example `acme`; always a valid `name`
 */
export function nameAfterHost(origin: string): string {
  const { hostname } = new URL(origin);
  const isAddress = /^[\d.]+$|^\[/.test(hostname);
  const label = isAddress ? `ip-${hostname}` : hostname.replace(/\..*/, "");
  const name = /^[a-z]/.test(label) ? label : `portal-${label}`;
  return name
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, maxNameLength)
    .replace(/-$/, "");
}
