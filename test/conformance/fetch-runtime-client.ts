import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { bundleChildProgram } from "../../local/clock/child-program";
import { writeWhole } from "../../local/write-whole";
import { fetchPackages, findPackage } from "../runtimes/fetch-package";

const set = "aws-lambda-ric-4.0.2";

/**
 * Fetches AWS's own client of the Runtime API for Node, once, and puts our stand-in where it looks for its native half, which
 * is not compiled: what is loaded, called, logged and answered is decided by AWS's half.
 * @returns the path of its program
 */
export async function fetchRuntimeClient(): Promise<string> {
  const folder = findPackage(set, "aws-lambda-ric");
  const program = join(folder, "index.mjs");
  if (!existsSync(program)) await fetchPackages(set);
  // A folder of that name is what `require("./rapid-client.node")` finds, and its own type lets it be CommonJS.
  const nativeHalf = join(folder, "rapid-client.node");
  mkdirSync(nativeHalf, { recursive: true });
  writeWhole(join(nativeHalf, "package.json"), JSON.stringify({ type: "commonjs", main: "index.js" }));
  const standIn = JSON.stringify(bundleChildProgram(join(__dirname, "rapid-client.ts")));
  writeWhole(join(nativeHalf, "index.js"), `module.exports = require(${standIn});\n`);
  return program;
}
