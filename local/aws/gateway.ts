import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Clock } from "../clock/clock";
import { AccessDenied, authorize, type Principal } from "./iam";
import {
  type AwsService,
  type Caller,
  ServiceError,
  type ServiceRequest,
  type WireResponse,
} from "./service";
import type { SessionStore } from "./sessions";
import { jsonProtocol } from "./wire/json-protocol";
import type { Protocol, Refusal } from "./wire/protocol";
import { queryProtocol } from "./wire/query-protocol";
import { readRequest } from "./wire/read-request";
import { isSignatureValid, parseAuthorization, type SignedRequest } from "./wire/signature";

/** One request that reached the gateway. */
export interface CallRecord {
  readonly atMs: number;
  /** The service that it was signed for; empty if it was not signed. */
  readonly service: string;
  /** The IAM action and resource that were checked last, and whether they were allowed; undefined before any check. */
  readonly check:
    | { readonly action: string; readonly resource: string; readonly allowed: boolean }
    | undefined;
  readonly status: number;
  /** Without its `Authorization` header. */
  readonly request: ServiceRequest;
}

/** The record of a request that is still being answered. */
type OpenRecord = { -readonly [Field in keyof CallRecord]: CallRecord[Field] };

/** A refusal that is not a service's own. */
class RefusedRequest extends Error {
  override readonly name = "RefusedRequest";

  constructor(
    readonly refusal: Refusal,
    message: string,
  ) {
    super(message);
  }
}

const MAX_CLOCK_SKEW_MS = 5 * 60_000;

/**
 * All of AWS behind one address, which the SDK takes from `AWS_ENDPOINT_URL`. It tells services apart by what a
 * request was signed for, verifies the signature, and lets the stand-in of the service check the role's policies.
 */
export class Gateway {
  readonly calls: CallRecord[] = [];
  /** Called after each request has been answered. */
  onCall: (call: CallRecord) => void = () => undefined;

  readonly #clock: Clock;
  readonly #sessions: SessionStore;
  readonly #services: ReadonlyMap<string, AwsService>;
  // Idle connections stay open: one that is closed while the SDK reuses it would look like a fault of AWS.
  readonly #server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
    this.#answer(request, response).catch((cause: unknown) => response.destroy(asError(cause)));
  });

  constructor(options: {
    readonly clock: Clock;
    readonly sessions: SessionStore;
    readonly services: readonly AwsService[];
  }) {
    this.#clock = options.clock;
    this.#sessions = options.sessions;
    this.#services = new Map(options.services.map((service) => [service.name, service]));
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
    const { request, signed, authorization } = await readRequest(message);
    const call: OpenRecord = { atMs: this.#clock.now(), service: "", check: undefined, status: 0, request };
    const answer = await this.#dispatch(call, signed, authorization).catch((cause: unknown) =>
      renderFailure(protocolOf(request), request.requestId, cause),
    );
    call.status = answer.status;
    this.calls.push(call);
    response.writeHead(answer.status, {
      "content-type": answer.contentType,
      "x-amzn-requestid": request.requestId,
      // The SDK corrects its own clock by this header, so it must show the rehearsal's time.
      date: new Date(this.#clock.now()).toUTCString(),
    });
    response.end(answer.body);
    this.onCall(call);
  }

  async #dispatch(
    call: OpenRecord,
    signed: SignedRequest,
    header: string | undefined,
  ): Promise<WireResponse> {
    const { principal, service } = this.#authenticate(signed, header, call);
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

  #authenticate(
    signed: SignedRequest,
    header: string | undefined,
    call: OpenRecord,
  ): { principal: Principal; service: AwsService } {
    if (header === undefined) throw new RefusedRequest("unsigned", "Missing Authentication Token");
    const authorization = parseAuthorization(header);
    if (authorization === undefined)
      throw new RefusedRequest("bad-signature", "The Authorization header is not of Signature Version 4.");
    call.service = authorization.service;
    const session = this.#sessions.find(authorization.accessKeyId);
    if (session === undefined || signed.headers["x-amz-security-token"] !== session.credentials.sessionToken)
      throw new RefusedRequest("unknown-key", "The security token included in the request is invalid.");
    if (!isFresh(signed, this.#clock.now()))
      throw new RefusedRequest("bad-signature", `Signature expired: ${signed.headers["x-amz-date"]}`);
    if (!isSignatureValid(signed, authorization, session.credentials.secretAccessKey))
      throw new RefusedRequest("bad-signature", "The request signature we calculated does not match yours.");
    const service = this.#services.get(authorization.service);
    if (service === undefined) {
      const known = [...this.#services.keys()].join(", ");
      throw new RefusedRequest(
        "no-stand-in",
        `The rehearsal has no stand-in for ${authorization.service} (it has: ${known}).`,
      );
    }
    return { principal: session.principal, service };
  }
}

/** Which protocol a request speaks: services with a JSON protocol name their operation in a header. */
function protocolOf({ headers }: ServiceRequest): Protocol {
  return headers["x-amz-target"] === undefined ? queryProtocol : jsonProtocol;
}

function renderFailure(protocol: Protocol, requestId: string, cause: unknown): WireResponse {
  if (cause instanceof ServiceError)
    return protocol.renderError({
      code: cause.code,
      message: cause.message,
      status: cause.status,
      requestId,
    });
  const refusal = refusalOf(cause);
  return protocol.renderError({ ...protocol.refusals[refusal], message: asError(cause).message, requestId });
}

function refusalOf(cause: unknown): Refusal {
  if (cause instanceof RefusedRequest) return cause.refusal;
  return cause instanceof AccessDenied ? "access-denied" : "broken-stand-in";
}

/** Tells whether `X-Amz-Date`, e.g. `20260301T023000Z`, is near the present; a missing or odd one is not. */
function isFresh({ headers }: SignedRequest, nowMs: number): boolean {
  const iso = headers["x-amz-date"]?.replace(
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/,
    "$1-$2-$3T$4:$5:$6Z",
  );
  return iso !== undefined && Math.abs(Date.parse(iso) - nowMs) <= MAX_CLOCK_SKEW_MS;
}

function asError(cause: unknown): Error {
  return cause instanceof Error ? cause : new Error(String(cause));
}
