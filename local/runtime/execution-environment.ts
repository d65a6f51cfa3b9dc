import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { bundleChildProgram } from "../clock/child-program";
import { describeEnding, type Ending } from "./ending";
import { buildEnvironment, type LambdaFunctionOptions, type Sandbox } from "./function-settings";
import type { Invocation, InvocationOutcome, InvocationReport, InvocationResult } from "./invocation";
import { formatEnd, formatStart } from "./platform-lines";
import { RuntimeApi } from "./runtime-api";
import { SandboxProcess } from "./sandbox-process";

/** What Lambda allows an initialisation before it starts over, on the time of the invocation. */
const initLimitMs = 10_000;

/** One execution environment: a process that serves one invocation after another until it ends. */
export class ExecutionEnvironment {
  /** What the session that it acts with is known by. */
  readonly accessKeyId: string;
  readonly #options: LambdaFunctionOptions;
  readonly #api: RuntimeApi;
  readonly #process: SandboxProcess;
  readonly #startedAtMs: number;
  readonly #logStreamName: string;
  #logLines: string[] = [];
  #usable = true;
  #initialised = false;

  private constructor(options: LambdaFunctionOptions, sandbox: Sandbox, api: RuntimeApi, runtimeApi: string) {
    const { clock } = options;
    this.#options = options;
    this.#api = api;
    this.#startedAtMs = clock.now();
    this.#logStreamName = createLogStreamName(this.#startedAtMs);
    const credentials = options.openSession();
    this.accessKeyId = credentials.accessKeyId;
    const own = { runtimeApi, logStreamName: this.#logStreamName, credentials };
    this.#process = new SandboxProcess({
      clock,
      nodeBinary: options.nodeBinary ?? process.execPath,
      nodeArguments: options.extraNodeArguments ?? [],
      runtimeClient: options.runtimeClient ?? bundleChildProgram(join(__dirname, "bootstrap.ts")),
      environment: buildEnvironment(options, sandbox, own),
      workingDirectory: sandbox.taskRoot,
      memoryLimitBytes: options.memoryMb * 2 ** 20,
      onLine: (line) => this.#log(line),
    });
    const retire = () => {
      this.#usable = false;
      api.close();
    };
    this.#process.ended.then(retire, retire);
  }

  /** Starts a process; it initialises itself while its first invocation waits. */
  static async start(options: LambdaFunctionOptions, sandbox: Sandbox): Promise<ExecutionEnvironment> {
    const api = new RuntimeApi(options.clock);
    return new ExecutionEnvironment(options, sandbox, api, await api.listen());
  }

  /** Whether it can take a further invocation. */
  get usable(): boolean {
    return this.#usable;
  }

  /** Ends it at once. */
  kill(): void {
    this.#end({ kind: "killed", signal: "SIGKILL" });
  }

  /** Ends it and waits until it is gone. */
  async close(): Promise<void> {
    this.kill();
    await this.#process.ended.catch(() => undefined);
  }

  /**
   * Runs one invocation to its end; not to be called while another is under way.
   * @throws Error if the process could not be started at all.
   */
  async invoke(invocation: Invocation): Promise<InvocationResult> {
    const { clock } = this.#options;
    const cold = !this.#initialised;
    const initOutcome = await this.#initialise(invocation.requestId);
    const deliveredAtMs = clock.now();
    const initDurationMs = cold ? deliveredAtMs - this.#startedAtMs : undefined;
    this.#log(formatStart(deliveredAtMs, invocation.requestId));
    const { outcome, durationMs } = initOutcome
      ? { outcome: initOutcome, durationMs: 0 }
      : await this.#run(invocation, deliveredAtMs);
    return this.#conclude(invocation.requestId, outcome, durationMs, initDurationMs);
  }

  /** Waits until the environment is ready; answers with what it failed of if it never will be. */
  async #initialise(requestId: string): Promise<InvocationOutcome | undefined> {
    const { clock, timeoutMs } = this.#options;
    const limitMs = this.#startedAtMs + initLimitMs + timeoutMs;
    const cancelLimit = this.#initialised
      ? () => undefined
      : clock.at(limitMs, () => this.#end({ kind: "timed out" }));
    const ready = this.#api.ready().then(() => undefined);
    const outcome = await Promise.race([ready, this.#ended(requestId)]).finally(cancelLimit);
    this.#initialised = outcome === undefined;
    return outcome && (this.#api.initFailure ?? outcome);
  }

  async #run(
    { requestId, event }: Invocation,
    startMs: number,
  ): Promise<{ outcome: InvocationOutcome; durationMs: number }> {
    const { clock, functionArn, timeoutMs } = this.#options;
    const deadlineMs = startMs + timeoutMs;
    const cancelTimeout = clock.at(deadlineMs, () => this.#end({ kind: "timed out" }));
    const ended = this.#ended(requestId);
    try {
      const answer = this.#api.deliver({ requestId, event, deadlineMs, functionArn });
      const outcome = await Promise.race([answer, ended]);
      const durationMs = Math.min(clock.now() - startMs, timeoutMs);
      await Promise.race([Promise.all([this.#process.outputRead(requestId), this.#api.ready()]), ended]);
      const overran = this.#process.cause?.kind === "out of memory";
      return { outcome: overran ? await ended : outcome, durationMs };
    } finally {
      cancelTimeout();
    }
  }

  async #ended(requestId: string): Promise<InvocationOutcome> {
    return describeEnding(await this.#process.ended, requestId, this.#options.timeoutMs);
  }

  #conclude(
    requestId: string,
    outcome: InvocationOutcome,
    durationMs: number,
    initDurationMs: number | undefined,
  ): InvocationResult {
    const { clock, memoryMb } = this.#options;
    const report: InvocationReport = {
      requestId,
      ...outcome,
      logStreamName: this.#logStreamName,
      durationMs: roundMs(durationMs),
      billedDurationMs: Math.ceil(durationMs + (initDurationMs ?? 0)),
      ...(initDurationMs === undefined ? {} : { initDurationMs: roundMs(initDurationMs) }),
      maxMemoryBytes: this.#process.peakMemoryBytes,
    };
    for (const line of formatEnd(clock.now(), memoryMb, report)) this.#log(line);
    const logLines = this.#logLines;
    this.#logLines = [];
    return { ...report, logLines };
  }

  #end(ending: Ending): void {
    this.#usable = false;
    this.#process.kill(ending);
  }

  #log(line: string): void {
    this.#logLines.push(line);
    this.#options.onLogLine?.(line);
  }
}

function createLogStreamName(nowMs: number): string {
  const date = new Date(nowMs).toISOString().slice(0, 10).replaceAll("-", "/");
  return `${date}/[$LATEST]${randomBytes(16).toString("hex")}`;
}

function roundMs(durationMs: number): number {
  return Math.round(durationMs * 1000) / 1000;
}
