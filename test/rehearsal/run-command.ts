import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readlinkSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const projectRoot = join(__dirname, "../..");

/** A command that has ended. */
export interface CommandResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly durationMs: number;
  /** Temporary files and processes that are still there. */
  readonly leftBehind: readonly string[];
}

/**
 * Runs a command in the project's root, without a terminal, in a temporary folder of its own.
 * @param environment besides that of this process, or undefined for what is not to be in it
 * @param input is piped into the command. @default what `onOutput` types
 * @param onOutput is called with each piece of standard output; what it answers is typed into the command
 */
export async function runCommand(
  command: readonly string[],
  {
    environment = {},
    input,
    onOutput = () => undefined,
  }: {
    readonly environment?: Readonly<Record<string, string | undefined>>;
    readonly input?: string;
    readonly onOutput?: (stdout: string, type: (keys: string) => void) => void;
  } = {},
): Promise<CommandResult> {
  const [program = "", ...args] = command;
  const folder = mkdtempSync(join(tmpdir(), "rehearsal-command-"));
  const startedMs = performance.now();
  const [temporaryFolder, inbox] = [join(folder, "tmp"), join(folder, "inbox")];
  mkdirSync(temporaryFolder);
  const env = {
    ...process.env,
    npm_config_update_notifier: "false",
    // The mails of tests are none that a user's next rehearsal should show.
    REHEARSAL_INBOX: inbox,
    ...environment,
    TMPDIR: temporaryFolder,
  };
  try {
    const child = spawn(program, args, { cwd: projectRoot, env, stdio: "pipe" });
    if (input !== undefined) child.stdin.end(input);
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (piece: string) => {
      stdout += piece;
      onOutput(stdout, (keys) => child.stdin.write(keys));
    });
    child.stderr.setEncoding("utf8").on("data", (piece: string) => {
      stderr += piece;
    });
    const exitCode = await new Promise<number | null>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", resolve);
    });
    const durationMs = performance.now() - startedMs;
    return { exitCode, stdout, stderr, durationMs, leftBehind: listLeftBehind(temporaryFolder) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What is still in a folder, and the processes that still run in it. */
export function listLeftBehind(folder: string): string[] {
  // tsx and Node keep what they compiled, for the next time.
  const files = readdirSync(folder).filter((name) => !/^(?:tsx-\d+|node-compile-cache)$/.test(name));
  return [...files, ...listProcesses(folder).map((processId) => `process ${processId}`)];
}

/** The processes whose working directory is inside the folder; on Linux alone, which shows it as a file. */
function listProcesses(folder: string): string[] {
  if (process.platform !== "linux") return [];
  return readdirSync("/proc").filter((name) => /^\d+$/.test(name) && readDirectory(name).startsWith(folder));
}

function readDirectory(processId: string): string {
  try {
    return readlinkSync(`/proc/${processId}/cwd`);
  } catch {
    // It has ended meanwhile, or belongs to somebody else.
    return "";
  }
}
