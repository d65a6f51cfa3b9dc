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

const putSecretValueRequest = v.object({
  SecretId: v.string(),
  SecretString: v.string(),
  ClientRequestToken: v.string(),
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
 * A stand-in for AWS Secrets Manager: GetSecretValue of the present version, PutSecretValue.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_Operations.html
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
    switch (operation) {
      case "GetSecretValue":
        return this.#getSecretValue(parseBody(getSecretValueRequest, request), caller);
      case "PutSecretValue":
        return this.#putSecretValue(parseBody(putSecretValueRequest, request), caller);
      default:
        throw new ServiceError(
          "UnknownOperationException",
          `The rehearsal's Secrets Manager knows no ${operation}.`,
        );
    }
  }

  #getSecretValue(wanted: v.InferOutput<typeof getSecretValueRequest>, caller: Caller): WireResponse {
    const { SecretId: id, VersionId: versionId, VersionStage: stage = "AWSCURRENT" } = wanted;
    const secret = this.#find(id);
    caller.authorize("secretsmanager:GetSecretValue", secret?.arn ?? this.#arnOf(id), {
      "secretsmanager:SecretId": id,
      "secretsmanager:VersionStage": stage,
    });
    const isKnown = stage === "AWSCURRENT" && (versionId === undefined || versionId === secret?.versionId);
    if (secret === undefined || !isKnown) throw notFound();
    return answerJson({
      ARN: secret.arn,
      Name: secret.name,
      VersionId: secret.versionId,
      SecretString: secret.value,
      VersionStages: ["AWSCURRENT"],
      CreatedDate: secret.changedAtMs / 1000,
    });
  }

  #putSecretValue(wanted: v.InferOutput<typeof putSecretValueRequest>, caller: Caller): WireResponse {
    const secret = this.#find(wanted.SecretId);
    caller.authorize("secretsmanager:PutSecretValue", secret?.arn ?? this.#arnOf(wanted.SecretId), {
      "secretsmanager:SecretId": wanted.SecretId,
    });
    if (secret === undefined) throw notFound();
    secret.value = wanted.SecretString;
    return answerJson({
      ARN: secret.arn,
      Name: secret.name,
      VersionId: secret.versionId,
      VersionStages: ["AWSCURRENT"],
    });
  }

  #find(id: string): StandInSecret | undefined {
    return this.#secrets.find(({ arn, name }) => id === arn || id === name);
  }

  #arnOf(secretId: string): string {
    if (secretId.startsWith("arn:")) return secretId;
    const { region, accountId } = this.#deployment;
    return `arn:aws:secretsmanager:${region}:${accountId}:secret:${secretId}`;
  }
}

/** @throws ServiceError that names what is missing, never what is there */
function parseBody<Schema extends v.GenericSchema>(
  schema: Schema,
  request: ServiceRequest,
): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, readJsonBody(request));
  if (parsed.success) return parsed.output;
  throw new ServiceError("ValidationException", `${v.getDotPath(parsed.issues[0])} is not as it should be.`);
}

function notFound(): ServiceError {
  return new ServiceError("ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
}
