import type { InvocationResult } from "../runtime/invocation";
import type { Deployment } from "./deployment";
import type { LambdaService } from "./lambda-service";
import {
  type AwsService,
  type Caller,
  ServiceError,
  type ServiceRequest,
  type WireResponse,
} from "./service";
import { restJsonProtocol } from "./wire/rest-json-protocol";

const invocationsPath = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/;

/**
 * A stand-in for AWS Lambda's API: Invoke, which either waits for the function's end or only hands over the event.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
export class LambdaApi implements AwsService {
  readonly name = "lambda";
  readonly protocol = restJsonProtocol;

  readonly #deployment: Deployment;
  readonly #lambda: LambdaService<InvocationResult>;

  constructor(options: {
    readonly deployment: Deployment;
    readonly lambda: LambdaService<InvocationResult>;
  }) {
    this.#deployment = options.deployment;
    this.#lambda = options.lambda;
  }

  readOperation({ method, path }: ServiceRequest): string {
    return method === "POST" && invocationsPath.test(path) ? "Invoke" : `${method} ${path}`;
  }

  async handle(request: ServiceRequest, caller: Caller): Promise<WireResponse> {
    const operation = this.readOperation(request);
    if (operation !== "Invoke")
      throw new ServiceError(
        "UnknownOperationException",
        `The rehearsal's Lambda knows no ${operation}.`,
        404,
      );
    const functionArn = this.#arnOf(decodeURIComponent(invocationsPath.exec(request.path)?.[1] ?? ""));
    caller.authorize("lambda:InvokeFunction", functionArn);
    const event = readEvent(request.body);
    switch (request.headers["x-amz-invocation-type"] ?? "RequestResponse") {
      case "Event":
        this.#lambda.invokeAsync(functionArn, event, caller.principal);
        return { status: 202, contentType: "application/json", body: "" };
      case "RequestResponse":
        return await this.#invoke(functionArn, event);
      default:
        throw new ServiceError("InvalidParameterValueException", "Known are RequestResponse and Event.");
    }
  }

  async #invoke(functionArn: string, event: unknown): Promise<WireResponse> {
    const { rejection } = this.#lambda;
    if (rejection !== undefined) throw new ServiceError(rejection.code, rejection.message, 429);
    const result = await this.#lambda.invoke(functionArn, event);
    const succeeded = result.outcome === "succeeded";
    const payload = succeeded
      ? result.payload
      : { errorType: result.errorType, errorMessage: result.errorMessage };
    return {
      status: 200,
      contentType: "application/json",
      headers: {
        "x-amz-executed-version": "$LATEST",
        ...(!succeeded && { "x-amz-function-error": "Unhandled" }),
      },
      body: JSON.stringify(payload ?? null),
    };
  }

  #arnOf(nameOrArn: string): string {
    if (nameOrArn.startsWith("arn:")) return nameOrArn;
    const { region, accountId } = this.#deployment;
    return `arn:aws:lambda:${region}:${accountId}:function:${nameOrArn}`;
  }
}

/** @throws ServiceError if it is no JSON; nothing at all is an empty object */
function readEvent(body: string): unknown {
  try {
    return JSON.parse(body === "" ? "{}" : body);
  } catch {
    throw new ServiceError("InvalidRequestContentException", "Could not parse request body into json.");
  }
}
