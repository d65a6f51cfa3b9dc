import type { Principal } from "./iam";
import type { RequestContext } from "./iam/condition";
import type { Protocol, WireResponse } from "./wire/protocol";

export type { WireResponse } from "./wire/protocol";

/** A stand-in for one AWS service, to be registered with the gateway. */
export interface AwsService {
  /** The name that requests are signed for, e.g. `secretsmanager`. */
  readonly name: string;
  /**
   * Whether a request that was signed for its name is for it, where two services share a name.
   * @default each is
   */
  isFor?(request: ServiceRequest): boolean;
  /** How it words its errors. */
  readonly protocol: Protocol;
  /** The operation that a request asks for, e.g. `GetSecretValue`; whatever it is, known here or not. */
  readOperation(request: ServiceRequest): string;
  /**
   * Answers a request whose signature has been verified.
   *
   * @throws ServiceError or AccessDenied, which the gateway turns into the wire form of the request's protocol
   */
  handle(request: ServiceRequest, caller: Caller): WireResponse | Promise<WireResponse>;
}

/** An HTTP request to AWS. */
export interface ServiceRequest {
  readonly requestId: string;
  readonly method: string;
  readonly path: string;
  /** What follows the `?`, as sent; empty if there is none. */
  readonly query: string;
  /** By lower-case name; without `authorization`. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Who asks, and whether it may. */
export interface Caller {
  readonly principal: Principal;
  /**
   * Lets the caller pass if its role allows the action.
   *
   * @throws AccessDenied
   */
  authorize(action: string, resource: string, context?: RequestContext): void;
}

/** An error that a service answers with. */
export class ServiceError extends Error {
  override readonly name = "ServiceError";

  constructor(
    readonly code: string,
    message: string,
    readonly status = 400,
  ) {
    super(message);
  }
}
