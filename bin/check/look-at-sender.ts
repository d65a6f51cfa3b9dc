import type { AwsSession } from "../deployed/aws-session";
import type { DeployedBackup } from "../deployed/deployed-backup";
import { type Finding, lookAt } from "./finding";
import { type VerifiedIdentities, writeVerification } from "./verified-identities";

/** Whether SES lets the reports be sent from where they come. */
export function lookAtSender(
  aws: AwsSession,
  { sender }: DeployedBackup,
  identities: VerifiedIdentities,
): Promise<Finding> {
  return lookAt("Sender", async () => {
    const { state, by = sender } = await identities.look(sender);
    switch (state) {
      case "verified":
        return {
          result: "ok",
          says: by === sender ? `${sender} is verified in SES.` : `${sender}: ${by} is verified in SES.`,
        };
      case "pending":
        return {
          result: "failed",
          says: `${sender} is not verified in SES yet, so no report can be sent.`,
          next: `Follow the link in the mail that Amazon Web Services has sent to ${sender}.`,
        };
      case "absent":
        return {
          result: "failed",
          says: `${sender} is not verified in SES in ${aws.region}, so no report can be sent.`,
          next: `${writeVerification(aws.region, sender)} and follow the link in the mail that comes; or verify its domain.`,
        };
    }
  });
}
