import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { writePart } from "../docs/generated-part";
import { scoreMutants } from "./score-mutants";

const projectRoot = join(__dirname, "../..");
const strykerFolder = join(__dirname, "stryker");
const stryker = join(strykerFolder, "node_modules/@stryker-mutator/core/bin/stryker.js");

/** What was ever found of each file, also where this run was about some of them only. */
const reportFile = join(projectRoot, "coverage/mutation/incremental.json");

async function run(command: string, args: readonly string[]): Promise<number> {
  const child = spawn(command, args, {
    cwd: projectRoot,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  const [exitCode] = await once(child, "exit");
  return typeof exitCode === "number" ? exitCode : 1;
}

/** Installs Stryker where it is not, has it mutate what its configuration or the arguments say, and writes the scores. */
async function main(): Promise<void> {
  const install = ["ci", "--prefix", strykerFolder, "--legacy-peer-deps", "--ignore-scripts"];
  if ((await run("npm", install)) !== 0) throw new Error("Stryker could not be installed.");
  process.exitCode = await run("node", [stryker, "run", ...process.argv.slice(2)]);
  writePart("reliability.md", "mutations", scoreMutants(readFileSync(reportFile, "utf8")));
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
