import { randomUUID } from "node:crypto";
import { appendFileSync, cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { createTemporaryDirectory, removeTemporaryDirectory } from "../temporary-directory";
import { ExecutionEnvironment } from "./execution-environment";
import type { LambdaFunctionOptions, Sandbox } from "./function-settings";
import type { InvocationResult } from "./invocation";

/**
 * One function and its execution environments: real processes that run its real code behind the Runtime API, with the
 * template's time-out, memory and variables. As in AWS, an environment that is free is used again, an invocation that
 * comes while all are busy gets a new one, and one that timed out, crashed or was killed is gone.
 *
 * The code runs from a copy outside this project, so that it finds no module but those that it brought along.
 */
export class LambdaFunction {
  readonly #options: LambdaFunctionOptions;
  readonly #directory = createTemporaryDirectory("lambda");
  readonly #sandbox: Sandbox;
  readonly #free = new Set<ExecutionEnvironment>();
  readonly #busy = new Set<ExecutionEnvironment>();
  #closed = false;

  constructor(options: LambdaFunctionOptions) {
    this.#options = options;
    this.#sandbox = { taskRoot: join(this.#directory, "task"), home: join(this.#directory, "home") };
    mkdirSync(this.#sandbox.home);
    cpSync(options.codeDirectory, this.#sandbox.taskRoot, { recursive: true });
    const [file] = options.handler.split(".");
    if (options.appendedCode !== undefined)
      appendFileSync(join(this.#sandbox.taskRoot, `${file}.js`), `\n${options.appendedCode}\n`);
  }

  /**
   * Runs the function once, however it ends.
   * @throws Error if its process could not be started, or after {@link close}.
   */
  async invoke(
    event: unknown,
    { requestId = randomUUID() }: { requestId?: string } = {},
  ): Promise<InvocationResult> {
    const environment = this.#takeFree() ?? (await ExecutionEnvironment.start(this.#options, this.#sandbox));
    this.#busy.add(environment);
    try {
      if (this.#closed)
        throw new Error(`${this.#options.functionName} is closed: invocation ${requestId} came too late.`);
      return await environment.invoke({ requestId, event });
    } finally {
      this.#busy.delete(environment);
      if (this.#closed) await environment.close();
      else if (environment.usable) this.#free.add(environment);
    }
  }

  /** Kills all environments from outside, as a crash of their host would; the next invocation gets a new one. */
  kill(): void {
    for (const environment of [...this.#free, ...this.#busy]) environment.kill();
  }

  /** Kills the one environment that was given these credentials, if it is one of this function's. */
  killHolder(accessKeyId: string): void {
    for (const environment of [...this.#free, ...this.#busy])
      if (environment.accessKeyId === accessKeyId) environment.kill();
  }

  /** Ends all environments and removes their files. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#free, ...this.#busy].map((environment) => environment.close()));
    removeTemporaryDirectory(this.#directory);
  }

  #takeFree(): ExecutionEnvironment | undefined {
    for (const environment of this.#free) {
      this.#free.delete(environment);
      if (environment.usable) return environment;
    }
    return undefined;
  }
}
