import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { CommandError } from "../terminal/command-error";
import type { CommandName } from "../terminal/read-options";
import { explainAwsError } from "./explain-aws-error";

/** Longer is not waited for one call. */
const callMs = 4_000;

/** AWS as the person who runs a command may use it: with the SDK's own defaults, such as AWS_PROFILE and AWS_REGION. */
export class AwsSession {
  /** Whose credentials are used, for people: `the profile "default"`. */
  readonly credentials = describeCredentials(process.env);
  /** What asks first; what it has learnt, the others are told. */
  readonly cloudFormation: CloudFormationClient;
  readonly region: string;

  private constructor(cloudFormation: CloudFormationClient, region: string) {
    this.cloudFormation = cloudFormation;
    this.region = region;
  }

  /** @throws CommandError if no region is set */
  static async open(command: CommandName): Promise<AwsSession> {
    // That the SDK will leave an old Node one day is no news for somebody who looks at a backup.
    process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
    const cloudFormation = new CloudFormationClient({ maxAttempts: 2 });
    try {
      return new AwsSession(cloudFormation, await cloudFormation.config.region());
    } catch {
      throw new CommandError(
        `No AWS region is set.\nSay where the backup is deployed, as in: AWS_REGION=eu-central-1 npm run ${command}\n` +
          "or write it down for the profile: aws configure set region eu-central-1",
      );
    }
  }

  /**
   * What further clients are made with. By the first answer the SDK knows how wrong this machine's clock is; without that, a
   * call that is not to be repeated would fail of it.
   */
  get clientSettings() {
    const { credentials, systemClockOffset } = this.cloudFormation.config;
    return { region: this.region, credentials, systemClockOffset, maxAttempts: 2 };
  }

  /**
   * Calls AWS.
   * @param permission the IAM action that it needs, e.g. `sns:ListSubscriptionsByTopic`
   * @param waitMs longer is not waited
   * @throws AwsCallError
   */
  async call<Answer>(
    permission: string,
    send: (options: { readonly abortSignal: AbortSignal }) => Promise<Answer>,
    waitMs = callMs,
  ): Promise<Answer> {
    try {
      return await send({ abortSignal: AbortSignal.timeout(waitMs) });
    } catch (error) {
      const { region, credentials } = this;
      throw explainAwsError(error, { region, credentials, permission });
    }
  }
}

function describeCredentials({ AWS_PROFILE: profile = "", AWS_ACCESS_KEY_ID: key = "" }: NodeJS.ProcessEnv) {
  if (profile !== "") return `the profile "${profile}"`;
  return key === "" ? 'the profile "default"' : "the access key in AWS_ACCESS_KEY_ID";
}
