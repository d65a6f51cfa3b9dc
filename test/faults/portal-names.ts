import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Settings by which the portal has a name, which may be forgotten. */
export const namedPortal = { portalUrl: "http://localhost:{portalPort}" };

/**
 * The name server of the function's process: it leads each name to this machine, until it is told to forget them all.
 * Addresses, such as those of the stand-ins for AWS, are not looked up.
 */
export class PortalNames {
  readonly #directory = mkdtempSync(join(tmpdir(), "names-"));
  readonly #forgotten = join(this.#directory, "forgotten");

  /** What makes the function ask here, put after its own code. */
  get code(): string {
    return `;{
      const dns = require("node:dns");
      dns.lookup = (name, options, done) => {
        if (require("node:fs").existsSync(${JSON.stringify(this.#forgotten)})) {
          const error = new Error("getaddrinfo ENOTFOUND " + name);
          done(Object.assign(error, { code: "ENOTFOUND", syscall: "getaddrinfo", hostname: name }));
        } else if (options.all) done(null, [{ address: "127.0.0.1", family: 4 }]);
        else done(null, "127.0.0.1", 4);
      };
    }`;
  }

  get areForgotten(): boolean {
    return existsSync(this.#forgotten);
  }

  forget(): void {
    writeFileSync(this.#forgotten, "");
  }

  recall(): void {
    rmSync(this.#forgotten, { force: true });
  }

  remove(): void {
    rmSync(this.#directory, { recursive: true });
  }
}
