import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import * as v from "valibot";
import type { Clock } from "../clock/clock";
import type { InvocationOutcome } from "./invocation";

/** An event for the function, with what Lambda sends along. */
export interface Delivery {
  readonly requestId: string;
  readonly event: unknown;
  readonly deadlineMs: number;
  readonly functionArn: string;
}

interface Poll {
  readonly response: ServerResponse;
  readonly release: () => void;
}

interface Pending<Value> {
  readonly promise: Promise<Value>;
  readonly resolve: (value: Value) => void;
}

const errorSchema = v.object({
  errorType: v.optional(v.string(), "Unhandled"),
  errorMessage: v.optional(v.string(), ""),
});

const prefix = "/2018-06-01/runtime";

/**
 * Lambda's side of the Runtime API for one execution environment, version 2018-06-01.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
export class RuntimeApi {
  readonly #clock: Clock;
  readonly #server = createServer((request, response) => void this.#serve(request, response));
  #poll = createPending<Poll>();
  #initFailure: InvocationOutcome | undefined;
  #current: { readonly requestId: string; readonly answer: Pending<InvocationOutcome> } | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** What the environment's initialisation failed of; `undefined` as long as it has not said so. */
  get initFailure(): InvocationOutcome | undefined {
    return this.#initFailure;
  }

  /** Listens on a free loopback port; returns `127.0.0.1:<port>`, the value of `AWS_LAMBDA_RUNTIME_API`. */
  async listen(): Promise<string> {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
    const address = this.#server.address();
    if (address === null || typeof address === "string")
      throw new Error("The Runtime API listens on no port.");
    return `127.0.0.1:${address.port}`;
  }

  /** Resolves as soon as the environment asks for an event: it has started, or has done with the one before. */
  async ready(): Promise<void> {
    await this.#poll.promise;
  }

  /** Hands an event to the environment once it is ready; resolves when it has answered. */
  async deliver({ requestId, event, deadlineMs, functionArn }: Delivery): Promise<InvocationOutcome> {
    const { release, response } = await this.#poll.promise;
    const answer = createPending<InvocationOutcome>();
    this.#poll = createPending();
    this.#current = { requestId, answer };
    release();
    response.writeHead(200, {
      "content-type": "application/json",
      "lambda-runtime-aws-request-id": requestId,
      "lambda-runtime-deadline-ms": String(Math.floor(deadlineMs)),
      "lambda-runtime-invoked-function-arn": functionArn,
      "lambda-runtime-trace-id": createTraceId(this.#clock.now()),
    });
    response.end(JSON.stringify(event ?? null));
    return answer.promise;
  }

  /** Stops listening and hangs up. */
  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const call = `${request.method} ${request.url}`;
    if (call === `GET ${prefix}/invocation/next`) {
      this.#keepWaiting(response);
      return;
    }
    const body = await text(request).catch(() => undefined);
    if (body === undefined) return;
    const accepted = this.#accept(call, body);
    response.writeHead(accepted ? 202 : 400, { "content-type": "application/json" });
    response.end(JSON.stringify(accepted ? { status: "OK" } : describeRefusal(call)));
  }

  #keepWaiting(response: ServerResponse): void {
    const release = this.#clock.hold();
    response.once("close", release);
    this.#current = undefined;
    this.#poll.resolve({ response, release });
  }

  #accept(call: string, body: string): boolean {
    if (call === `POST ${prefix}/init/error`) {
      this.#initFailure = parseError(body);
      return true;
    }
    const outcome =
      this.#current && parseAnswer(call, `POST ${prefix}/invocation/${this.#current.requestId}`, body);
    if (outcome) this.#current?.answer.resolve(outcome);
    return outcome !== undefined;
  }
}

function parseAnswer(call: string, callPrefix: string, body: string): InvocationOutcome | undefined {
  if (call === `${callPrefix}/error`) return parseError(body);
  const answer = call === `${callPrefix}/response` ? parseJson(body) : undefined;
  return answer && { outcome: "succeeded", payload: answer.value };
}

function parseError(body: string): InvocationOutcome {
  const result = v.safeParse(errorSchema, parseJson(body)?.value);
  const error = result.success ? result.output : { errorType: "Unhandled", errorMessage: body };
  return { outcome: "failed", ...error };
}

function parseJson(body: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(body) };
  } catch {
    return undefined;
  }
}

function describeRefusal(call: string): object {
  const errorMessage = `${call}: expected the invocation under way and a JSON body.`;
  return { errorType: "InvalidRequestID", errorMessage };
}

function createPending<Value>(): Pending<Value> {
  let settle: (value: Value) => void = () => undefined;
  const promise = new Promise<Value>((resolve) => {
    settle = resolve;
  });
  return { promise, resolve: (value) => settle(value) };
}

/** @see https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader */
function createTraceId(nowMs: number): string {
  const seconds = Math.floor(nowMs / 1000).toString(16);
  return `Root=1-${seconds}-${randomBytes(12).toString("hex")};Parent=${randomBytes(8).toString("hex")};Sampled=0`;
}
