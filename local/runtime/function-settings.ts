import type { SharedClock } from "../clock/clock";

/** The session that the function's role gives it. */
export interface FunctionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** One function as the template describes it, and where it runs. */
export interface LambdaFunctionOptions {
  readonly functionName: string;
  readonly functionArn: string;
  /** The directory of the function's asset; the function runs from a copy of it. */
  readonly codeDirectory: string;
  /** `<file without extension>.<export>`. */
  readonly handler: string;
  readonly timeoutMs: number;
  readonly memoryMb: number;
  /** The template's variables. */
  readonly environment: Readonly<Record<string, string>>;
  readonly logGroupName: string;
  /** What `console` writes at least. @default "INFO", as Lambda's */
  readonly logLevel?: "TRACE" | "DEBUG" | "INFO" | "WARN" | "ERROR" | "FATAL";
  readonly region: string;
  /** Where all of AWS is to be found. */
  readonly awsEndpointUrl: string;
  /** Opens a session of the function's role. Each execution environment gets one of its own. */
  readonly openSession: () => FunctionCredentials;
  /** The Node that runs the function. @default the one that runs this */
  readonly nodeBinary?: string;
  /**
   * The program that loads the function and speaks to the Runtime API. It writes a mark where the output of an invocation
   * ends (`output-mark.ts`). @default our own, `bootstrap.ts`
   */
  readonly runtimeClient?: string;
  /** Further arguments for that Node. */
  readonly extraNodeArguments?: readonly string[];
  readonly clock: SharedClock;
  /** JavaScript that is put after the handler's own in its file, in the copy that runs: to break it. */
  readonly appendedCode?: string;
  /** Is called with each line as it is written. */
  readonly onLogLine?: (line: string) => void;
}

/** Directories that an environment sees and nobody else uses. */
export interface Sandbox {
  readonly taskRoot: string;
  readonly home: string;
}

/**
 * The variables of an execution environment: Lambda's own and the template's, and nothing of this process's.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 */
export function buildEnvironment(
  options: LambdaFunctionOptions,
  sandbox: Sandbox,
  own: {
    readonly runtimeApi: string;
    readonly logStreamName: string;
    readonly credentials: FunctionCredentials;
  },
): Record<string, string> {
  return {
    LANG: "en_US.UTF-8",
    PATH: "/usr/local/bin:/usr/bin:/bin",
    TZ: ":UTC",
    ...options.environment,
    _HANDLER: options.handler,
    LAMBDA_TASK_ROOT: sandbox.taskRoot,
    HOME: sandbox.home,
    AWS_REGION: options.region,
    AWS_DEFAULT_REGION: options.region,
    AWS_ACCESS_KEY_ID: own.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: own.credentials.secretAccessKey,
    AWS_SESSION_TOKEN: own.credentials.sessionToken,
    AWS_ENDPOINT_URL: options.awsEndpointUrl,
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_LAMBDA_FUNCTION_NAME: options.functionName,
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(options.memoryMb),
    AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
    AWS_LAMBDA_LOG_FORMAT: "JSON",
    AWS_LAMBDA_LOG_LEVEL: options.logLevel ?? "INFO",
    AWS_LAMBDA_LOG_GROUP_NAME: options.logGroupName,
    AWS_LAMBDA_LOG_STREAM_NAME: own.logStreamName,
    AWS_LAMBDA_RUNTIME_API: own.runtimeApi,
  };
}
