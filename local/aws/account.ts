import type { SharedClock } from "../clock/clock";
import type { InvocationResult } from "../runtime/invocation";
import { LambdaFunction } from "../runtime/lambda-function";
import type { DeployedFunction, Deployment } from "./deployment";
import { type CallRecord, Gateway } from "./gateway";
import type { Principal } from "./iam";
import { LambdaService } from "./lambda-service";
import { LogGroups } from "./log-groups";
import { ScheduleDelivery } from "./schedule-delivery";
import { ScheduleService } from "./schedule-service";
import { SecretsManager, type StandInSecret } from "./secrets-manager";
import { Ses } from "./ses";
import { SessionStore } from "./sessions";
import { Sqs } from "./sqs";

export interface AccountOptions {
  readonly deployment: Deployment;
  readonly clock: SharedClock;
  /** Decides how late the schedules fire. */
  readonly seed: number;
  /** The Node that runs the functions. @default the one that runs this */
  readonly nodeBinary?: string | undefined;
  /** Is called with each line that a function writes, as it is written. */
  readonly onLogLine?: (line: string) => void;
}

/** An AWS account on this machine, with one stack deployed into it. */
export class Account {
  readonly deployment: Deployment;
  readonly secretsManager: SecretsManager;
  readonly ses: Ses;
  readonly sqs: Sqs;
  readonly logGroups: LogGroups;
  readonly lambda: LambdaService<InvocationResult>;
  readonly delivery: ScheduleDelivery;
  readonly schedules: ScheduleService;
  readonly #gateway: Gateway;
  readonly #functions: LambdaFunction[] = [];

  private constructor(options: AccountOptions, gateway: Gateway, services: Services, endpointUrl: string) {
    const { deployment, clock, seed } = options;
    this.deployment = deployment;
    this.secretsManager = services.secretsManager;
    this.ses = services.ses;
    this.#gateway = gateway;
    this.sqs = new Sqs({ clock, deployment });
    this.logGroups = new LogGroups(clock);
    this.lambda = new LambdaService<InvocationResult>({
      clock,
      deployment,
      logGroups: this.logGroups,
      createRunner: (deployed, principal) => {
        const credentials = services.sessions.open(principal);
        const runner = new LambdaFunction(describeFunction(deployed, credentials, endpointUrl, options));
        this.#functions.push(runner);
        return runner;
      },
    });
    const invokeAsync = (functionArn: string, event: unknown, caller: Principal) =>
      this.lambda.invokeAsync(functionArn, event, caller);
    this.delivery = new ScheduleDelivery({ clock, deployment, sqs: this.sqs, invokeAsync });
    this.schedules = new ScheduleService({ clock, deployment, delivery: this.delivery, seed });
  }

  /**
   * Opens the account: its services listen on 127.0.0.1.
   * @throws AccessDenied if a function's role does not trust Lambda
   */
  static async open(options: AccountOptions): Promise<Account> {
    const { clock, deployment } = options;
    const services: Services = {
      sessions: new SessionStore(),
      secretsManager: new SecretsManager({ clock, deployment }),
      ses: new Ses({ clock, deployment }),
    };
    const { sessions, secretsManager, ses } = services;
    const gateway = new Gateway({ clock, sessions, services: [secretsManager, ses] });
    return new Account(options, gateway, services, await gateway.listen());
  }

  /**
   * The secret that holds the API key.
   * @throws Error if the stack has none, or several
   */
  get onlySecret(): StandInSecret {
    const [secret, ...others] = this.secretsManager.secrets;
    if (secret !== undefined && others.length === 0) return secret;
    const found = this.secretsManager.secrets.map(({ name }) => name).join(", ");
    throw new Error(`${this.deployment.stackName} has the secrets [${found}], expected exactly one.`);
  }

  /** Every request to a service, in the order in which they were answered. */
  get calls(): readonly CallRecord[] {
    return this.#gateway.calls;
  }

  /** Ends functions and services. */
  async close(): Promise<void> {
    this.schedules.stop();
    await Promise.all(this.#functions.map((runner) => runner.close()));
    await this.#gateway.close();
  }
}

interface Services {
  readonly sessions: SessionStore;
  readonly secretsManager: SecretsManager;
  readonly ses: Ses;
}

function describeFunction(
  deployed: DeployedFunction,
  credentials: ReturnType<SessionStore["open"]>,
  awsEndpointUrl: string,
  { deployment, clock, nodeBinary, onLogLine }: AccountOptions,
) {
  const { codeDirectory, handler, timeoutMs, memoryMb, environment, logGroupName } = deployed;
  return {
    functionName: deployed.name,
    functionArn: deployed.arn,
    codeDirectory,
    handler,
    timeoutMs,
    memoryMb,
    environment,
    logGroupName,
    region: deployment.region,
    awsEndpointUrl,
    credentials,
    clock,
    ...(nodeBinary === undefined ? {} : { nodeBinary }),
    ...(onLogLine === undefined ? {} : { onLogLine }),
  };
}
