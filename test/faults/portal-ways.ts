import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PortalCall } from "./portal-calls";

/** Where a request ends that finds no portal. */
export type DeadEnd = "a closed port" | "an unknown name";

/**
 * The ways from the function's process to the portal, of which one may be closed. The connection is really attempted and really
 * refused, or the name really looked up.
 */
export class PortalWays {
  readonly #directory = mkdtempSync(join(tmpdir(), "ways-"));
  readonly #closed = join(this.#directory, "closed.json");
  readonly #begun = join(this.#directory, "begun");
  readonly #taken = join(this.#directory, "taken");

  /** What leads the function's requests, put after its own code. Nobody has a service on port 2. */
  get code(): string {
    return `;{
      const [closedFile, begunFile, takenFile] = ${JSON.stringify([this.#closed, this.#begun, this.#taken])};
      const [dns, fs, http] = ["node:dns", "node:fs", "node:http"].map(require);
      const lead = (address, method) => {
        if (!fs.existsSync(closedFile)) return address;
        const url = new URL(address);
        const closed = JSON.parse(fs.readFileSync(closedFile, "utf8"));
        const begins = closed.after === undefined || fs.existsSync(begunFile);
        if (new RegExp(closed.after).test(url.pathname)) fs.writeFileSync(begunFile, "");
        if (!begins || method !== closed.method || !new RegExp(closed.path).test(url.pathname)) return address;
        fs.writeFileSync(takenFile, "");
        return Object.assign(url, closed.leadsTo === "a closed port" ? { port: 2 } : { hostname: "portal.invalid" });
      };
      const { fetch } = globalThis;
      globalThis.fetch = (url, options) => fetch(lead(url, options.method), options);
      const { get } = http;
      http.get = (url, options) => get(lead(url, "GET"), options);
      const { lookup } = dns;
      dns.lookup = (name, options, done) => {
        if (name !== "portal.invalid") return lookup(name, options, done);
        const error = new Error("getaddrinfo ENOTFOUND " + name);
        done(Object.assign(error, { code: "ENOTFOUND", syscall: "getaddrinfo", hostname: name }));
      };
    }`;
  }

  /** Whether a request has taken the closed way. */
  get areTaken(): boolean {
    return existsSync(this.#taken);
  }

  /** Closes the way of a call, until {@link open}. */
  close({ meets, after }: Pick<PortalCall, "meets" | "after">, leadsTo: DeadEnd): void {
    const { method, path = "" } = meets;
    const closed = { method, path: new RegExp(path).source, after: after?.source, leadsTo };
    writeFileSync(this.#closed, JSON.stringify(closed));
  }

  /** All ways lead to the portal again. */
  open(): void {
    for (const file of [this.#closed, this.#begun, this.#taken]) rmSync(file, { force: true });
  }

  remove(): void {
    rmSync(this.#directory, { recursive: true });
  }
}
