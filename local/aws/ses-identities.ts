import type { Deployment } from "./deployment";

/** What SES knows of an account: in the sandbox, with the deployed stack's own addresses verified. */
export class SesIdentities {
  /** In the sandbox the recipients must be verified too. */
  isInSandbox = true;
  /** AWS has stopped the account from sending. */
  isPaused = false;
  /** Addresses and domains, and whether they are verified; false for those that have yet to follow a link. */
  readonly verified: Map<string, boolean>;

  constructor({ outputs }: Pick<Deployment, "outputs">) {
    const addresses = [outputs.Sender, outputs.ReportTo].flatMap((list) => list?.split(",") ?? []);
    this.verified = new Map(addresses.map((address) => [address, true]));
  }

  /** Those addresses that keep SES from taking a mail. What is not known here is not looked at. */
  listUnverified(sender: string, recipients: readonly string[]): string[] {
    const checked = this.isInSandbox ? [sender, ...recipients] : [sender];
    return checked.filter((address) => this.verified.get(address) === false);
  }
}
