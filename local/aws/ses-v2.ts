import type { Deployment } from "./deployment";
import {
  type AwsService,
  type Caller,
  ServiceError,
  type ServiceRequest,
  type WireResponse,
} from "./service";
import type { SesIdentities } from "./ses-identities";
import { answerRestJson, restJsonProtocol } from "./wire/rest-json-protocol";

const identityPath = /^\/v2\/email\/identities\/([^/]+)$/;

/**
 * A stand-in for Amazon SES v2, which shares its name with v1: GetAccount, GetEmailIdentity.
 *
 * @see https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_Operations.html
 */
export class SesV2 implements AwsService {
  readonly name = "ses";
  readonly protocol = restJsonProtocol;

  readonly #deployment: Deployment;
  readonly #identities: SesIdentities;

  constructor(options: { readonly deployment: Deployment; readonly identities: SesIdentities }) {
    this.#deployment = options.deployment;
    this.#identities = options.identities;
  }

  isFor({ path }: ServiceRequest): boolean {
    return path.startsWith("/v2/");
  }

  readOperation({ method, path }: ServiceRequest): string {
    if (method === "GET" && path === "/v2/email/account") return "GetAccount";
    return method === "GET" && identityPath.test(path) ? "GetEmailIdentity" : `${method} ${path}`;
  }

  handle(request: ServiceRequest, caller: Caller): WireResponse {
    const operation = this.readOperation(request);
    switch (operation) {
      case "GetAccount":
        return this.#getAccount(caller);
      case "GetEmailIdentity":
        return this.#getEmailIdentity(decodeURIComponent(identityPath.exec(request.path)?.[1] ?? ""), caller);
      default:
        throw new ServiceError("NotFoundException", `The rehearsal's SES v2 knows no ${operation}.`, 404);
    }
  }

  #getAccount(caller: Caller): WireResponse {
    caller.authorize("ses:GetAccount", "*");
    const { isInSandbox, isPaused } = this.#identities;
    return answerRestJson({
      ProductionAccessEnabled: !isInSandbox,
      SendingEnabled: !isPaused,
      EnforcementStatus: isPaused ? "SHUTDOWN" : "HEALTHY",
    });
  }

  #getEmailIdentity(identity: string, caller: Caller): WireResponse {
    const { region, accountId } = this.#deployment;
    caller.authorize("ses:GetEmailIdentity", `arn:aws:ses:${region}:${accountId}:identity/${identity}`);
    const isVerified = this.#identities.verified.get(identity);
    if (isVerified === undefined)
      throw new ServiceError("NotFoundException", `Email identity ${identity} does not exist.`, 404);
    return answerRestJson({
      IdentityType: identity.includes("@") ? "EMAIL_ADDRESS" : "DOMAIN",
      VerifiedForSendingStatus: isVerified,
      VerificationStatus: isVerified ? "SUCCESS" : "PENDING",
    });
  }
}
