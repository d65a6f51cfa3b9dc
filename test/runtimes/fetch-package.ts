import { execFile } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const cacheFolder = join(__dirname, "../../node_modules/.cache/runtimes");

/** Where a package lies once it has been fetched, below `node_modules`. */
export function findPackage(name: string, version: string): string {
  return join(cacheFolder, version, "node_modules", name);
}

/**
 * Fetches a package from the npm registry and runs none of its scripts.
 * @param version exact, e.g. `24.21.0`
 * @throws Error if the registry does not have it
 */
export async function fetchPackage(name: string, version: string): Promise<void> {
  const folder = join(cacheFolder, version);
  mkdirSync(folder, { recursive: true });
  const install = ["install", "--prefix", folder, "--no-save", "--no-package-lock", "--ignore-scripts"];
  const wanted = `${name}@${version}`;
  try {
    await run("npm", [...install, wanted], { cwd: folder, shell: process.platform === "win32" });
  } catch (cause) {
    throw new Error(`${wanted} could not be fetched from the npm registry; is it reachable?`, { cause });
  }
}
