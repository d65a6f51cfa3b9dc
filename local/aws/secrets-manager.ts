import { randomUUID } from "node:crypto";
import * as v from "valibot";
import type { Clock } from "../clock/clock";
import { type Deployment, secretNameOf } from "./deployment";
import {
  type AwsService,
  type Caller,
  ServiceError,
  type ServiceRequest,
  type WireResponse,
} from "./service";
import { answerJson, jsonProtocol, readJsonBody, readJsonOperation } from "./wire/json-protocol";

const getSecretValueRequest = v.object({
  SecretId: v.string(),
  VersionId: v.optional(v.string()),
  VersionStage: v.optional(v.string()),
});

/** A secret whose value can be changed from outside, as an administrator would. */
export class StandInSecret {
  readonly name: string;
  #value: string;
  #versionId = randomUUID();
  #changedAtMs: number;

  constructor(
    readonly arn: string,
    initialValue: string,
    private readonly clock: Clock,
  ) {
    this.name = secretNameOf(arn);
    this.#value = initialValue;
    this.#changedAtMs = clock.now();
  }

  get value(): string {
    return this.#value;
  }

  /** Puts a new version in place of the present one. */
  set value(value: string) {
    this.#value = value;
    this.#versionId = randomUUID();
    this.#changedAtMs = this.clock.now();
  }

  get versionId(): string {
    return this.#versionId;
  }

  get changedAtMs(): number {
    return this.#changedAtMs;
  }
}

/**
 * A stand-in for AWS Secrets Manager: GetSecretValue of the present version.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html
 */
export class SecretsManager implements AwsService {
  readonly name = "secretsmanager";
  readonly protocol = jsonProtocol;
  readonly readOperation = readJsonOperation;
  readonly #clock: Clock;
  readonly #deployment: Deployment;
  readonly #secrets: StandInSecret[];

  /** Begins with the secrets of the stack, at the values that the template gives them. */
  constructor(options: { readonly clock: Clock; readonly deployment: Deployment }) {
    this.#clock = options.clock;
    this.#deployment = options.deployment;
    this.#secrets = options.deployment.secrets.map(
      ({ arn, initialValue }) => new StandInSecret(arn, initialValue, options.clock),
    );
  }

  /** The secrets that exist. */
  get secrets(): readonly StandInSecret[] {
    return this.#secrets;
  }

  /** Adds a secret that the stack did not make. */
  add(arn: string, value: string): StandInSecret {
    const secret = new StandInSecret(arn, value, this.#clock);
    this.#secrets.push(secret);
    return secret;
  }

  handle(request: ServiceRequest, caller: Caller): WireResponse {
    const operation = readJsonOperation(request);
    if (operation !== "GetSecretValue")
      throw new ServiceError(
        "UnknownOperationException",
        `The rehearsal's Secrets Manager knows no ${operation}.`,
      );
    const parsed = v.safeParse(getSecretValueRequest, readJsonBody(request));
    if (!parsed.success) throw new ServiceError("ValidationException", parsed.issues[0].message);
    return this.#getSecretValue(parsed.output, caller);
  }

  #getSecretValue(wanted: v.InferOutput<typeof getSecretValueRequest>, caller: Caller): WireResponse {
    const { SecretId: id, VersionId: versionId, VersionStage: stage = "AWSCURRENT" } = wanted;
    const secret = this.#secrets.find(({ arn, name }) => id === arn || id === name);
    caller.authorize("secretsmanager:GetSecretValue", secret?.arn ?? this.#arnOf(id), {
      "secretsmanager:SecretId": id,
      "secretsmanager:VersionStage": stage,
    });
    const isKnown = stage === "AWSCURRENT" && (versionId === undefined || versionId === secret?.versionId);
    if (secret === undefined || !isKnown)
      throw new ServiceError("ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
    return answerJson({
      ARN: secret.arn,
      Name: secret.name,
      VersionId: secret.versionId,
      SecretString: secret.value,
      VersionStages: ["AWSCURRENT"],
      CreatedDate: secret.changedAtMs / 1000,
    });
  }

  #arnOf(secretId: string): string {
    if (secretId.startsWith("arn:")) return secretId;
    const { region, accountId } = this.#deployment;
    return `arn:aws:secretsmanager:${region}:${accountId}:secret:${secretId}`;
  }
}
