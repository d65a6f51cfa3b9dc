import { GetAccountCommand, type SESv2Client } from "@aws-sdk/client-sesv2";
import type { AwsSession } from "../deployed/aws-session";
import type { DeployedBackup } from "../deployed/deployed-backup";
import { listNames } from "../terminal/list-names";
import { type Finding, lookAt } from "./finding";
import { type VerifiedIdentities, writeVerification } from "./verified-identities";

/** Whether SES lets the reports be sent to where they go: to anybody, unless the account is in SES's sandbox. */
export function lookAtRecipients(
  aws: AwsSession,
  { reportTo }: DeployedBackup,
  { client, identities }: { readonly client: SESv2Client; readonly identities: VerifiedIdentities },
): Promise<Finding> {
  return lookAt("Recipients", async () => {
    const { ProductionAccessEnabled, SendingEnabled } = await aws.call("ses:GetAccount", (options) =>
      client.send(new GetAccountCommand({}), options),
    );
    if (SendingEnabled === false)
      return {
        result: "failed",
        says: `SES sends no mail for this account in ${aws.region}: sending is paused.`,
        next: "Read in the AWS console under Amazon SES, Account dashboard, why it is paused.",
      };
    if (ProductionAccessEnabled)
      return { result: "ok", says: "SES sends to anybody: the account is not in its sandbox." };
    const states = await Promise.all(reportTo.map((address) => identities.look(address)));
    const [first, ...others] = states
      .filter(({ state }) => state !== "verified")
      .map(({ address }) => address);
    if (first === undefined)
      return {
        result: "ok",
        says: `SES is in its sandbox; verified: ${listNames(reportTo)}.`,
      };
    return {
      result: "failed",
      says: `SES is in its sandbox and sends nothing to ${listNames([first, ...others])}: not verified.`,
      next: `Have each verified (${writeVerification(aws.region, first)}) by the link in the mail that comes; or ask AWS to let the account out of the sandbox: Amazon SES, Account dashboard.`,
    };
  });
}
