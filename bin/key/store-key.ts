import { PutSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { AwsCallError } from "../deployed/aws-call-error";
import type { AwsSession } from "../deployed/aws-session";
import { type DeployedBackup, readAccount } from "../deployed/deployed-backup";
import { CommandError } from "../terminal/command-error";

/**
 * Puts the key into the secret of a deployed backup, in the place of the one that is there.
 * @throws CommandError which does not hold the key, whatever AWS has said
 */
export async function storeKey(
  aws: AwsSession,
  { account, apiKeySecretArn, stackName }: DeployedBackup,
  key: string,
): Promise<void> {
  // The stack says where the key goes, and whoever may make stacks may have one say a secret of their own.
  if (readAccount(apiKeySecretArn) !== account)
    throw new CommandError(
      `The key was not stored. The stack ${stackName} names a secret that is not in its own account:\n${apiKeySecretArn}\n` +
        "If that is meant, store the key there with the AWS CLI and that account's credentials.",
    );
  const client = new SecretsManagerClient(aws.clientSettings);
  const command = new PutSecretValueCommand({
    SecretId: apiKeySecretArn,
    SecretString: JSON.stringify({ apiKey: key }),
  });
  try {
    await aws.call("secretsmanager:PutSecretValue", (options) => client.send(command, options));
  } catch (error) {
    if (!(error instanceof AwsCallError)) throw error;
    if (error.problem === "unreachable")
      throw new CommandError(
        `It is not known whether the key was stored. ${error.says}\nRun npm run check, which tells of the key that is there.`,
      );
    const said =
      error.problem === "missing"
        ? `The secret ${apiKeySecretArn} does not exist any more, or is about to be deleted.\nRestore it in the AWS console, or deploy the stack again.`
        : error.message.replaceAll(key, "[key removed]");
    throw new CommandError(`The key was not stored. ${said}`);
  }
}
