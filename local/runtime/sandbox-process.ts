import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { bundleChildProgram } from "../clock/child-program";
import type { SharedClock } from "../clock/clock";
import type { Ending } from "./ending";
import { OutputReader } from "./output-reader";
import { readPeakMemoryBytes } from "./peak-memory";

/** How often a process's memory is looked at, in real milliseconds. */
const memoryPollMs = 20;
/** A process group of its own: Ctrl-C in the terminal is for this process, and a kill reaches grandchildren too. */
const hasProcessGroups = process.platform !== "win32";
const livingProcesses = new Set<SandboxProcess>();
process.on("exit", () => {
  for (const living of livingProcesses) living.kill({ kind: "killed", signal: "SIGKILL" });
});

/** The function runs on Node 24 in AWS: that the AWS SDK will leave an older Node of this machine one day is no news of its log. */
const quietSdk = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" };

interface SandboxProcessOptions {
  readonly clock: SharedClock;
  readonly nodeBinary: string;
  readonly nodeArguments: readonly string[];
  /** The program that loads the function and speaks to the Runtime API. */
  readonly runtimeClient: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly workingDirectory: string;
  readonly memoryLimitBytes: number;
  readonly onLine: (line: string) => void;
}

/** The Node process of one execution environment, its output and its memory. None outlives this process. */
export class SandboxProcess {
  /** Resolves when the process is gone and all that it wrote has been read; rejects if it could not be started. */
  readonly ended: Promise<Ending>;
  readonly #child: ChildProcess;
  readonly #readers: readonly OutputReader[];
  readonly #memoryTimer: NodeJS.Timeout;
  readonly #memoryLimitBytes: number;
  #cause: Ending | undefined;
  #peakMemoryBytes = 0;

  constructor(options: SandboxProcessOptions) {
    const { nodeArguments, environment } = options.clock.startup();
    this.#memoryLimitBytes = options.memoryLimitBytes;
    const surroundings = ["--require", bundleChildProgram(join(__dirname, "surroundings.ts"))];
    this.#child = fork(options.runtimeClient, [], {
      execPath: options.nodeBinary,
      execArgv: [...nodeArguments, ...surroundings, ...options.nodeArguments],
      env: { ...options.environment, ...environment, ...quietSdk },
      cwd: options.workingDirectory,
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      detached: hasProcessGroups,
    });
    options.clock.join(this.#child);
    const noteMemory = (bytes: number) => this.#noteMemory(bytes);
    const read = (stream: Readable | null) =>
      new OutputReader(requireStream(stream), options.onLine, noteMemory);
    this.#readers = [read(this.#child.stdout), read(this.#child.stderr)];
    this.#memoryTimer = setInterval(
      () => this.#noteMemory(readPeakMemoryBytes(this.#child.pid) ?? 0),
      memoryPollMs,
    );
    livingProcesses.add(this);
    this.ended = this.#awaitEnd(options);
    this.ended.catch(() => undefined);
  }

  /** The most memory that it is known to have had resident, in bytes. */
  get peakMemoryBytes(): number {
    return this.#peakMemoryBytes;
  }

  /** Why it was killed; `undefined` if it was not, or if it ended by itself. */
  get cause(): Ending | undefined {
    return this.#cause;
  }

  /** Resolves when all that was written during that invocation has been read. */
  async outputRead(requestId: string): Promise<void> {
    await Promise.all(this.#readers.map((reader) => reader.marked(requestId)));
  }

  /** Ends it at once, with whatever it has started; what became of it is then told as the cause says. */
  kill(cause: Ending): void {
    this.#cause ??= cause;
    this.#killGroup();
  }

  async #awaitEnd({ nodeBinary, workingDirectory }: SandboxProcessOptions): Promise<Ending> {
    const exit = new Promise<Ending>((resolve, reject) => {
      this.#child.once("error", (cause) => {
        const attempt = `The function's process could not be started with ${nodeBinary} in ${workingDirectory}.`;
        reject(new Error(`${attempt} Expected the path of a Node of version 20 or later.`, { cause }));
      });
      this.#child.once("exit", (exitCode, signal) => {
        this.#killGroup();
        resolve(signal ? { kind: "killed", signal } : { kind: "exited", exitCode: exitCode ?? 0 });
      });
    });
    try {
      const ending = await exit;
      await Promise.all(this.#readers.map((reader) => reader.ended));
      return this.#cause ?? ending;
    } finally {
      clearInterval(this.#memoryTimer);
      livingProcesses.delete(this);
    }
  }

  #noteMemory(peakBytes: number): void {
    this.#peakMemoryBytes = Math.max(this.#peakMemoryBytes, peakBytes);
    if (this.#peakMemoryBytes > this.#memoryLimitBytes) this.kill({ kind: "out of memory" });
  }

  #killGroup(): void {
    const { pid } = this.#child;
    if (pid === undefined) return;
    try {
      process.kill(hasProcessGroups ? -pid : pid, "SIGKILL");
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  }
}

function requireStream(stream: Readable | null): Readable {
  if (stream) return stream;
  throw new Error("The function's process has no pipes for its output: it needs stdio of type pipe.");
}

function isGone(error: unknown): boolean {
  return typeof error === "object" && error !== null && "code" in error && error.code === "ESRCH";
}
