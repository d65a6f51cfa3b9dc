import { execFile } from "node:child_process";
import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const setsFolder = join(__dirname, "packages");
const cacheFolder = join(__dirname, "../../node_modules/.cache/runtimes");

/**
 * Where a package lies once its set has been fetched, below `node_modules`.
 * @param set the name of a folder of `packages`, which says what is in the set
 */
export function findPackage(set: string, name: string): string {
  return join(cacheFolder, set, "node_modules", name);
}

/**
 * Fetches a set of packages from the npm registry, each by the sum that its lockfile has, and runs none of their scripts.
 * @throws Error if the registry does not have them
 */
export async function fetchPackages(set: string): Promise<void> {
  const folder = join(cacheFolder, set);
  mkdirSync(folder, { recursive: true });
  for (const file of ["package.json", "package-lock.json"])
    copyFileSync(join(setsFolder, set, file), join(folder, file));
  try {
    await run("npm", ["ci", "--ignore-scripts"], { cwd: folder, shell: process.platform === "win32" });
  } catch (cause) {
    throw new Error(`${set} could not be fetched from the npm registry; is it reachable?`, { cause });
  }
}
