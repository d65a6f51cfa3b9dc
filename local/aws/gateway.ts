import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Clock } from "../clock/clock";
import { authenticate, RefusedRequest, readAuthorization } from "./authentication";
import { type FaultEffect, Faults } from "./faults";
import { authorize, type Principal } from "./iam";
import {
  type AwsService,
  type Caller,
  ServiceError,
  type ServiceRequest,
  type WireResponse,
} from "./service";
import type { Session, SessionStore } from "./sessions";
import { jsonProtocol } from "./wire/json-protocol";
import type { Protocol } from "./wire/protocol";
import { queryProtocol } from "./wire/query-protocol";
import { type ReceivedRequest, readRequest } from "./wire/read-request";
import { renderFailure } from "./wire/render-failure";

/** One request that reached the gateway. */
export interface CallRecord {
  readonly atMs: number;
  /** The service that it was signed for; empty if it was not signed. */
  readonly service: string;
  /** e.g. `GetSecretValue`; empty if the request was refused before anybody looked. */
  readonly operation: string;
  /** The IAM action and resource that were checked last, and whether they were allowed; undefined before any check. */
  readonly check:
    | { readonly action: string; readonly resource: string; readonly allowed: boolean }
    | undefined;
  /** 0 if it was not answered. */
  readonly status: number;
  /** Without its `Authorization` header. */
  readonly request: ServiceRequest;
}

/** The record of a request that is still being answered. */
type OpenRecord = { -readonly [Field in keyof CallRecord]: CallRecord[Field] };

/** What a request comes to. */
type Reply =
  | { readonly kind: "answer"; readonly answer: WireResponse }
  | { readonly kind: "silence" }
  | { readonly kind: "reset" };

interface GatewayOptions {
  readonly clock: Clock;
  readonly sessions: SessionStore;
  readonly services: readonly AwsService[];
  /** What goes wrong with calls. @default nothing */
  readonly faults?: Faults;
  /** Kills the process that was given these credentials, as a fault demands. @default nobody is killed */
  readonly killCaller?: (accessKeyId: string) => void;
}

/**
 * All of AWS behind one address, which the SDK takes from `AWS_ENDPOINT_URL`. It tells services apart by what a
 * request was signed for, verifies the signature, and lets the stand-in of the service check the role's policies.
 */
export class Gateway {
  readonly calls: CallRecord[] = [];
  /** Called after each request has been answered, or left without an answer. */
  onCall: (call: CallRecord) => void = () => undefined;

  readonly #clock: Clock;
  readonly #sessions: SessionStore;
  readonly #services: AwsService[];
  readonly #faults: Faults;
  readonly #killCaller: (accessKeyId: string) => void;
  // Idle connections stay open: one that is closed while the SDK reuses it would look like a fault of AWS.
  readonly #server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
    this.#answer(request, response).catch((cause: unknown) => response.destroy(asError(cause)));
  });

  constructor({
    clock,
    sessions,
    services,
    faults = new Faults(),
    killCaller = () => undefined,
  }: GatewayOptions) {
    this.#clock = clock;
    this.#sessions = sessions;
    this.#services = [...services];
    this.#faults = faults;
    this.#killCaller = killCaller;
  }

  /** Adds a service that could not be made before the address was known. */
  add(service: AwsService): void {
    this.#services.push(service);
  }

  /** Starts to listen on a free port of 127.0.0.1 and gives the address. */
  async listen(): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(0, "127.0.0.1", resolve);
    });
    const address = this.#server.address();
    if (address === null || typeof address === "string")
      throw new Error(`The gateway listens on ${address}, expected a port of 127.0.0.1.`);
    return `http://127.0.0.1:${address.port}`;
  }

  /** Stops listening and hangs up on everyone. */
  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  async #answer(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const received = await readRequest(message);
    const { request } = received;
    const call: OpenRecord = {
      atMs: this.#clock.now(),
      service: "",
      operation: "",
      check: undefined,
      status: 0,
      request,
    };
    const reply = await this.#reply(call, received).catch((cause: unknown) =>
      answerWith(renderFailure(this.#protocolOf(call), request.requestId, cause)),
    );
    if (reply.kind === "answer") call.status = reply.answer.status;
    this.calls.push(call);
    this.#send(reply, request.requestId, response);
    this.onCall(call);
  }

  #send(reply: Reply, requestId: string, response: ServerResponse): void {
    switch (reply.kind) {
      case "silence":
        response.once("close", this.#clock.hold());
        return;
      case "reset":
        response.socket?.resetAndDestroy();
        return;
      case "answer": {
        const { status, contentType, headers = {}, body } = reply.answer;
        response.writeHead(status, {
          ...headers,
          "content-type": contentType,
          "x-amzn-requestid": requestId,
          // The SDK corrects its own clock by this header, so it must show the rehearsal's time.
          date: new Date(this.#clock.now()).toUTCString(),
        });
        response.end(body);
      }
    }
  }

  async #reply(call: OpenRecord, { request, signed, authorization }: ReceivedRequest): Promise<Reply> {
    const credential = readAuthorization(authorization);
    call.service = credential.service;
    const session = authenticate(signed, credential, { sessions: this.#sessions, nowMs: this.#clock.now() });
    const service = this.#requireService(call);
    call.operation = service.readOperation(request);
    const fault = this.#faults.meet(call);
    const process = () =>
      this.#process(service, session.principal, call).catch((cause: unknown) =>
        renderFailure(service.protocol, request.requestId, cause),
      );
    if (fault === undefined) return answerWith(await process());
    if (fault.when === "after") await process();
    return this.#suffer(fault.effect, session, call);
  }

  async #process(service: AwsService, principal: Principal, call: OpenRecord): Promise<WireResponse> {
    const caller: Caller = {
      principal,
      authorize: (action, resource, context = {}) => {
        call.check = { action, resource, allowed: false };
        authorize({ principal, action, resource, context });
        call.check = { action, resource, allowed: true };
      },
    };
    return await service.handle(call.request, caller);
  }

  /** @throws what the caller is to be told, where the fault lets it be told anything */
  #suffer(
    effect: FaultEffect,
    { principal, credentials }: Session,
    { service, operation }: CallRecord,
  ): Reply {
    switch (effect.kind) {
      case "denied":
        throw new RefusedRequest(
          "access-denied",
          `User: ${principal.arn} is not authorized to perform: ${service}:${operation} with an explicit deny`,
        );
      case "throttled":
        throw new RefusedRequest("throttled", "Rate exceeded");
      case "error":
        throw new ServiceError(effect.code, effect.message, effect.status);
      case "page":
        return answerWith(effect.page);
      case "killed":
        this.#killCaller(credentials.accessKeyId);
        return { kind: "reset" };
      case "silence":
      case "reset":
        return effect;
    }
  }

  /** The protocol of the service that was called; as far as nobody knows which, that of the request's looks. */
  #protocolOf({ service, request }: CallRecord): Protocol {
    const guess = request.headers["x-amz-target"] === undefined ? queryProtocol : jsonProtocol;
    return this.#findService({ service, request })?.protocol ?? guess;
  }

  #requireService(call: CallRecord): AwsService {
    const service = this.#findService(call);
    if (service !== undefined) return service;
    const known = [...new Set(this.#services.map(({ name }) => name))].join(", ");
    throw new RefusedRequest(
      "no-stand-in",
      `The rehearsal has no stand-in for ${call.service} (it has: ${known}).`,
    );
  }

  #findService({ service, request }: Pick<CallRecord, "service" | "request">): AwsService | undefined {
    return this.#services.find((one) => one.name === service && (one.isFor?.(request) ?? true));
  }
}

function answerWith(answer: WireResponse): Reply {
  return { kind: "answer", answer };
}

function asError(cause: unknown): Error {
  return cause instanceof Error ? cause : new Error(String(cause));
}
