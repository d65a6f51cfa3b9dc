import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { SharedClock } from "../../../local/clock/clock";

export interface StartedChild {
  readonly process: ChildProcess;
  /** What the program printed, as JSON; rejects with its error output if it failed. */
  readonly result: Promise<unknown>;
}

/**
 * Runs a piece of JavaScript in a Node process that lives by the clock. What it passes to `done` comes back.
 */
export function startChild(clock: SharedClock, source: string, nodeBinary = process.execPath): StartedChild {
  const directory = mkdtempSync(join(tmpdir(), "clock-test-"));
  const program = join(directory, "program.cjs");
  const done = "const done = (result) => process.stdout.write(JSON.stringify(result), () => process.exit());";
  writeFileSync(program, `${done}\n(async () => {\n${source}\n})();\n`);
  const { nodeArguments, environment } = clock.startup();
  const child = fork(program, [], {
    execPath: nodeBinary,
    execArgv: [...nodeArguments],
    env: { ...environment },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  clock.join(child);
  child.once("exit", () => rmSync(directory, { recursive: true }));
  return { process: child, result: readResult(child) };
}

async function readResult(child: ChildProcess): Promise<unknown> {
  if (!child.stdout || !child.stderr) throw new Error("The child was started without pipes.");
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  if (output === "") throw new Error(`The child printed nothing. ${errors}`);
  return JSON.parse(output);
}
