import { GetEmailIdentityCommand, type SESv2Client } from "@aws-sdk/client-sesv2";
import { AwsCallError } from "../deployed/aws-call-error";
import type { AwsSession } from "../deployed/aws-session";

type State = "verified" | "pending" | "absent";

/** What is known of a mail address. */
export interface AddressState {
  readonly address: string;
  /** Pending: SES has written to the address, and nobody has followed the link yet. */
  readonly state: State;
  /** What is verified: the address itself or a domain that it is in. */
  readonly by?: string;
}

/** Which addresses are verified in SES, by themselves or by their domain. Each identity is asked for once. */
export class VerifiedIdentities {
  readonly #aws: AwsSession;
  readonly #client: SESv2Client;
  readonly #known = new Map<string, Promise<State>>();

  constructor(aws: AwsSession, client: SESv2Client) {
    this.#aws = aws;
    this.#client = client;
  }

  /** @throws AwsCallError */
  async look(address: string): Promise<AddressState> {
    const domains = listDomains(address);
    const states = await Promise.all(domains.map((domain) => this.#read(domain)));
    const by = domains.find((_, index) => states[index] === "verified");
    if (by !== undefined) return { address, state: "verified", by };
    return { address, state: await this.#read(address), by: address };
  }

  #read(identity: string): Promise<State> {
    const known = this.#known.get(identity) ?? this.#ask(identity);
    this.#known.set(identity, known);
    return known;
  }

  async #ask(identity: string): Promise<State> {
    const command = new GetEmailIdentityCommand({ EmailIdentity: identity });
    try {
      const { VerifiedForSendingStatus } = await this.#aws.call("ses:GetEmailIdentity", (options) =>
        this.#client.send(command, options),
      );
      return VerifiedForSendingStatus ? "verified" : "pending";
    } catch (error) {
      if (error instanceof AwsCallError && error.problem === "missing") return "absent";
      throw error;
    }
  }
}

/** `mail.example.com` and `example.com` for an address at the former: a domain covers those below it. */
function listDomains(address: string): string[] {
  const labels = address.slice(address.lastIndexOf("@") + 1).split(".");
  return labels.slice(0, -1).map((_, index) => labels.slice(index).join("."));
}

/** The command that has SES write to an address, for it to be verified. */
export function writeVerification(region: string, address: string): string {
  return `aws sesv2 create-email-identity --region ${region} --email-identity ${address}`;
}
