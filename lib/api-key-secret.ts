import { SecretValue, Validations } from "aws-cdk-lib";
import { type ISecret, Secret } from "aws-cdk-lib/aws-secretsmanager";
import { Construct } from "constructs";
import { apiKeyPlaceholder } from "../lambda/environment";

export interface ApiKeySecretProps {
  /** Complete ARN of an existing secret. @default - a new secret that holds a placeholder */
  readonly existingArn?: string | undefined;
}

/** Where the portal's API key is kept: `{"apiKey": "…"}`, which the console shows as one row to fill in. */
export class ApiKeySecret extends Construct {
  readonly secret: ISecret;

  constructor(scope: Construct, id: string, { existingArn }: ApiKeySecretProps) {
    super(scope, id);
    if (existingArn === undefined) {
      this.secret = this.#createSecret();
    } else {
      this.secret = Secret.fromSecretCompleteArn(this, "Secret", existingArn);
    }
  }

  /**
   * No property of the secret depends on a setting: a deployment that changed one could write the placeholder over
   * the real key. For the same reason the placeholder's form stays as it is for ever.
   */
  #createSecret(): Secret {
    const secret = new Secret(this, "Secret", {
      description:
        "DocSpace API key for the nightly backup. Replace the placeholder: with npm run set-api-key, or here as the " +
        "value of apiKey.",
      secretStringValue: SecretValue.unsafePlainText(JSON.stringify({ apiKey: apiKeyPlaceholder })),
    });
    Validations.of(secret).acknowledge({
      id: "AwsSolutions-SMG4",
      reason:
        "The key is issued by the DocSpace portal, which has no API to rotate it; a person replaces it there and here. " +
        "The function notices a new value by itself.",
    });
    return secret;
  }
}
