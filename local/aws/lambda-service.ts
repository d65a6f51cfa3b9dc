import { randomUUID } from "node:crypto";
import type { Clock } from "../clock/clock";
import type { Activity } from "./activity";
import { type DeployedFunction, type Deployment, findRole } from "./deployment";
import { AccessDenied, assumeRole, authorize, type Principal } from "./iam";
import type { LogGroups } from "./log-groups";
import { ServiceError } from "./service";

/** Runs a function's code. */
export interface FunctionRunner<Result extends Invocation> {
  invoke(event: unknown, options: { readonly requestId: string }): Promise<Result>;
}

/** What Lambda needs to know about an invocation that has ended. */
export interface Invocation {
  readonly outcome: "succeeded" | "failed";
  /** The stream of the execution environment that ran it, e.g. `2026/03/01/[$LATEST]…`. */
  readonly logStreamName: string;
  readonly logLines: readonly string[];
}

/** An event that was accepted for a function. */
export interface AcceptedEvent {
  readonly requestId: string;
  readonly functionArn: string;
  readonly event: unknown;
  readonly acceptedAtMs: number;
}

interface Running<Result extends Invocation> {
  readonly deployed: DeployedFunction;
  readonly principal: Principal;
  readonly runner: FunctionRunner<Result>;
}

/** How long Lambda waits before it tries a failed asynchronous event again. */
const RETRY_DELAYS_MS = [60_000, 120_000];

/**
 * What Lambda does around a function: it takes events, tries failed asynchronous ones again and writes the log
 * with the function's role.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
export class LambdaService<Result extends Invocation> {
  /** Called when an event is handed to the function; `attempt` counts from 1. */
  onInvocationStart: (event: AcceptedEvent, attempt: number) => void = () => undefined;
  /** Called when an invocation has ended, its log written; `attempt` counts from 1. */
  onInvocationEnd: (event: AcceptedEvent, result: Result, attempt: number) => void = () => undefined;
  /** Called when an asynchronous event is given up: all its attempts failed, or it grew too old. */
  onDropped: (event: AcceptedEvent) => void = () => undefined;
  /** Called with what Lambda counts of a function, and the moment that it counts it for. */
  onCount: (
    deployed: DeployedFunction,
    name: "AsyncEventsDropped" | "Errors",
    atMs: number,
    count: 0 | 1,
  ) => void = () => undefined;
  /** Called when the function's role does not let its log lines be written. They are lost. */
  onDenied: (denial: AccessDenied) => void = () => undefined;

  /** Called with the number of invocations under way whenever it changes. */
  onRunningChange: (runningCount: number) => void = () => undefined;

  /** When set, no event is taken. */
  rejection: { readonly code: string; readonly message: string } | undefined;

  readonly #clock: Clock;
  readonly #logGroups: LogGroups;
  readonly #activity: Activity;
  readonly #functions: ReadonlyMap<string, Running<Result>>;
  #runningCount = 0;

  /**
   * @param options.createRunner makes what runs a function's code, given the session of the role that it runs as
   * @throws AccessDenied if a function's role does not trust Lambda
   */
  constructor(options: {
    readonly clock: Clock;
    readonly deployment: Deployment;
    readonly logGroups: LogGroups;
    readonly activity: Activity;
    readonly createRunner: (deployed: DeployedFunction, principal: Principal) => FunctionRunner<Result>;
  }) {
    const { clock, deployment, logGroups, activity, createRunner } = options;
    this.#clock = clock;
    this.#activity = activity;
    this.#logGroups = logGroups;
    this.#functions = new Map(
      deployment.functions.map((deployed) => {
        const role = findRole(deployment, deployed.roleArn);
        const principal = assumeRole({ role, service: "lambda.amazonaws.com", sessionName: deployed.name });
        return [deployed.arn, { deployed, principal, runner: createRunner(deployed, principal) }];
      }),
    );
  }

  /**
   * Invokes a function once and waits for its end, as the console's test button does.
   *
   * @throws ServiceError if there is no such function
   */
  async invoke(functionArn: string, event: unknown): Promise<Result> {
    const running = this.#find(functionArn);
    const end = this.#activity.begin();
    try {
      return await this.#attempt(running, this.#accept(functionArn, event), 1);
    } finally {
      end();
    }
  }

  /**
   * Takes an event for a function and gives its request id; the invocation follows on its own.
   *
   * @throws AccessDenied if the caller may not invoke the function
   * @throws ServiceError if there is no such function, or no event is taken
   */
  invokeAsync(functionArn: string, event: unknown, caller: Principal): string {
    authorize({ principal: caller, action: "lambda:InvokeFunction", resource: functionArn });
    const running = this.#find(functionArn);
    if (this.rejection !== undefined)
      throw new ServiceError(this.rejection.code, this.rejection.message, 429);
    const accepted = this.#accept(functionArn, event);
    void this.#process(running, accepted).finally(this.#activity.begin());
    return accepted.requestId;
  }

  async #process(running: Running<Result>, accepted: AcceptedEvent): Promise<void> {
    const { maxRetryAttempts, maxEventAgeSeconds } = running.deployed.asyncInvoke;
    for (let attempt = 1; ; attempt += 1) {
      const result = await this.#attempt(running, accepted, attempt);
      if (result.outcome === "succeeded") return;
      const nextMs = this.#clock.now() + (RETRY_DELAYS_MS[attempt - 1] ?? 0);
      if (attempt > maxRetryAttempts || nextMs - accepted.acceptedAtMs > maxEventAgeSeconds * 1000) {
        this.onCount(running.deployed, "AsyncEventsDropped", this.#clock.now(), 1);
        this.onDropped(accepted);
        return;
      }
      await new Promise<void>((resolve) => this.#clock.at(nextMs, resolve));
    }
  }

  async #attempt(running: Running<Result>, accepted: AcceptedEvent, attempt: number): Promise<Result> {
    const startedMs = this.#clock.now();
    this.#noteRunning(1);
    this.onInvocationStart(accepted, attempt);
    const result = await running.runner
      .invoke(accepted.event, { requestId: accepted.requestId })
      .finally(() => this.#noteRunning(-1));
    try {
      this.#logGroups.write(result, running.deployed, running.principal);
    } catch (cause) {
      if (!(cause instanceof AccessDenied)) throw cause;
      this.onDenied(cause);
    }
    this.onCount(running.deployed, "Errors", startedMs, result.outcome === "failed" ? 1 : 0);
    this.onInvocationEnd(accepted, result, attempt);
    return result;
  }

  #noteRunning(change: 1 | -1): void {
    this.#runningCount += change;
    this.onRunningChange(this.#runningCount);
  }

  #accept(functionArn: string, event: unknown): AcceptedEvent {
    return { requestId: randomUUID(), functionArn, event, acceptedAtMs: this.#clock.now() };
  }

  #find(functionArn: string): Running<Result> {
    const running = this.#functions.get(functionArn);
    if (running === undefined)
      throw new ServiceError("ResourceNotFoundException", `Function not found: ${functionArn}`, 404);
    return running;
  }
}
