import { GetSecretValueCommand, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { apiKeyPlaceholder } from "../environment";
import { describeError } from "../outside-text";
import { ApiKey, ApiKeyError, type ApiKeySource } from "../portal/api-key";
import { attempt, json, object, text } from "../shape";

const keyFields = object({ apiKey: text });

/** What an HTTP header can carry without quoting or surprises: visible ASCII. */
const usable = /^[\x21-\x7e]+$/;

/**
 * Takes the key out of a secret's value: the key itself, or JSON with an `apiKey`. White space around it, which a
 * terminal adds easily, is dropped.
 * @throws {@link ApiKeyError}
 */
export function parseSecret(secretArn: string, value: string): ApiKey {
  const fields = attempt((secret) => keyFields(json(secret)), value);
  // The command in the stack's output SetApiKey stores the end of the line with the key.
  const stored = (fields?.apiKey ?? value).replace(/\r?\n$/, "");
  const key = stored.trim();
  if (key === apiKeyPlaceholder) {
    throw new ApiKeyError(
      secretArn,
      "key-placeholder",
      "it still holds the placeholder that the stack put there",
    );
  }
  if (!usable.test(key) || /^[{["']/.test(key)) {
    const expected =
      'expected the key alone ("sk-" and 64 letters and digits), or JSON like {"apiKey": "sk-…"}';
    throw new ApiKeyError(secretArn, "key-malformed", expected);
  }
  return new ApiKey(key, key !== stored);
}

/** The API key from Secrets Manager, read once in the life of an execution environment. */
export class SecretApiKey implements ApiKeySource {
  readonly #client: SecretsManagerClient;
  readonly #secretArn: string;
  #key: ApiKey | undefined;

  constructor(client: SecretsManagerClient, secretArn: string) {
    this.#client = client;
    this.#secretArn = secretArn;
  }

  /** @throws {@link ApiKeyError} */
  async read(untilMs: number): Promise<ApiKey> {
    return this.#key ?? (await this.readAnew(untilMs));
  }

  /** @throws {@link ApiKeyError} */
  async readAnew(untilMs: number): Promise<ApiKey> {
    this.#key = await this.#fetch(untilMs);
    return this.#key;
  }

  /** @throws {@link ApiKeyError} */
  async readChanged(refused: ApiKey, untilMs: number): Promise<ApiKey | undefined> {
    const key = await this.readAnew(untilMs);
    return key.equals(refused) ? undefined : key;
  }

  async #fetch(untilMs: number): Promise<ApiKey> {
    const command = new GetSecretValueCommand({ SecretId: this.#secretArn });
    const abortSignal = AbortSignal.timeout(Math.max(1, untilMs - Date.now()));
    let value: string | undefined;
    try {
      value = (await this.#client.send(command, { abortSignal })).SecretString;
    } catch (error) {
      throw new ApiKeyError(this.#secretArn, "secret-unreadable", describeError(error), { cause: error });
    }
    return parseSecret(this.#secretArn, value ?? "");
  }
}
