import type { SharedClock } from "../clock/clock";
import type { InvocationResult } from "../runtime/invocation";
import { LambdaFunction } from "../runtime/lambda-function";
import { Activity } from "./activity";
import { Administrator } from "./administrator";
import { CloudFormation } from "./cloudformation-service";
import { CloudWatch } from "./cloudwatch/cloudwatch";
import { Monitoring } from "./cloudwatch/monitoring-service";
import type { DeployedFunction, Deployment } from "./deployment";
import { DynamoDb } from "./dynamodb";
import { Faults } from "./faults";
import { type CallRecord, Gateway } from "./gateway";
import { LambdaApi } from "./lambda-api";
import { LambdaService } from "./lambda-service";
import { LogGroups } from "./log-groups";
import { OneTimeSchedules } from "./one-time-schedules";
import { ScheduleDelivery } from "./schedule-delivery";
import { ScheduleFiring } from "./schedule-firing";
import { ScheduleService } from "./schedule-service";
import { Scheduler } from "./scheduler";
import { SecretsManager, type StandInSecret } from "./secrets-manager";
import { Ses } from "./ses";
import { SesIdentities } from "./ses-identities";
import { SesV2 } from "./ses-v2";
import { type SessionCredentials, SessionStore } from "./sessions";
import { Sns } from "./sns-service";
import { Sqs } from "./sqs";
import { Subscriptions } from "./subscriptions";
import { TableStore } from "./table-store";

export interface AccountOptions {
  readonly deployment: Deployment;
  readonly clock: SharedClock;
  /** Decides how late the schedules fire. */
  readonly seed: number;
  /** The Node that runs the functions. @default the one that runs this */
  readonly nodeBinary?: string | undefined;
  /** The program in which the functions run. @default our own client of the Runtime API */
  readonly runtimeClient?: string | undefined;
  /** JavaScript that is put after the functions' own, to break them. @default none */
  readonly appendedCode?: string | undefined;
  /** Is called with each line that a function writes, as it is written. */
  readonly onLogLine?: (line: string) => void;
}

/** What an account consists of and what can be reached from outside. */
interface Services {
  readonly deployment: Deployment;
  readonly clock: SharedClock;
  readonly secretsManager: SecretsManager;
  readonly ses: Ses;
  /** Which senders and recipients are verified. */
  readonly identities: SesIdentities;
  /** Who is told by the stack's topics. */
  readonly subscriptions: Subscriptions;
  /** The stacks that there are, for whoever looks for one. */
  readonly cloudFormation: CloudFormation;
  /** The person to whom the account belongs. */
  readonly administrator: Administrator;
  readonly sqs: Sqs;
  readonly logGroups: LogGroups;
  /** What is counted, and the alarms on it. */
  readonly cloudWatch: CloudWatch;
  readonly lambda: LambdaService<InvocationResult>;
  readonly delivery: ScheduleDelivery;
  /** How all schedules fire: in time, late, twice or not at all. */
  readonly firing: ScheduleFiring;
  /** The recurring schedules of the stack. */
  readonly schedules: ScheduleService;
  /** The one-time schedules that the function makes. */
  readonly wakeUps: OneTimeSchedules;
  /** What the stack's tables hold. */
  readonly tables: TableStore;
  /** What goes wrong with the function's calls. */
  readonly faults: Faults;
  /** What is under way: invocations, events that are tried again, one-time schedules that are still to fire. */
  readonly activity: Activity;
}

/** What has to be ended. */
interface Machinery {
  readonly gateway: Gateway;
  readonly functions: readonly LambdaFunction[];
  readonly awsEndpointUrl: string;
  readonly sessions: SessionStore;
}

/** An AWS account on this machine, with one stack deployed into it. */
export class Account implements Services {
  readonly deployment: Deployment;
  readonly clock: SharedClock;
  readonly secretsManager: SecretsManager;
  readonly ses: Ses;
  readonly identities: SesIdentities;
  readonly subscriptions: Subscriptions;
  readonly cloudFormation: CloudFormation;
  readonly administrator: Administrator;
  readonly sqs: Sqs;
  readonly logGroups: LogGroups;
  readonly cloudWatch: CloudWatch;
  readonly lambda: LambdaService<InvocationResult>;
  readonly delivery: ScheduleDelivery;
  readonly firing: ScheduleFiring;
  readonly schedules: ScheduleService;
  readonly wakeUps: OneTimeSchedules;
  readonly tables: TableStore;
  readonly faults: Faults;
  readonly activity: Activity;
  readonly #machinery: Machinery;

  private constructor(services: Services, machinery: Machinery) {
    this.deployment = services.deployment;
    this.clock = services.clock;
    this.secretsManager = services.secretsManager;
    this.ses = services.ses;
    this.identities = services.identities;
    this.subscriptions = services.subscriptions;
    this.cloudFormation = services.cloudFormation;
    this.administrator = services.administrator;
    this.sqs = services.sqs;
    this.logGroups = services.logGroups;
    this.cloudWatch = services.cloudWatch;
    this.lambda = services.lambda;
    this.delivery = services.delivery;
    this.firing = services.firing;
    this.schedules = services.schedules;
    this.wakeUps = services.wakeUps;
    this.tables = services.tables;
    this.faults = services.faults;
    this.activity = services.activity;
    this.#machinery = machinery;
  }

  /**
   * Opens the account: its services listen on 127.0.0.1.
   * @throws AccessDenied if a function's role does not trust Lambda
   */
  static async open(options: AccountOptions): Promise<Account> {
    const { clock, deployment, seed } = options;
    const basics = { clock, deployment, activity: new Activity() };
    const functions: LambdaFunction[] = [];
    const faults = new Faults();
    const sessions = new SessionStore();
    const secretsManager = new SecretsManager(basics);
    const identities = new SesIdentities(deployment);
    const subscriptions = new Subscriptions(deployment);
    const cloudFormation = new CloudFormation(basics);
    const administrator = new Administrator(deployment.accountId);
    const ses = new Ses({ ...basics, identities });
    const sqs = new Sqs(basics);
    const delivery = new ScheduleDelivery({
      ...basics,
      sqs,
      invokeAsync: (functionArn, event, caller) => lambda.invokeAsync(functionArn, event, caller),
    });
    const firing = new ScheduleFiring({ ...basics, delivery, seed });
    const schedules = new ScheduleService({ ...basics, firing });
    const wakeUps = new OneTimeSchedules({ ...basics, firing });
    const cloudWatch = new CloudWatch({ ...basics, subscriptions });
    const tables = await TableStore.open(deployment.tables);
    const gateway = new Gateway({
      clock,
      sessions,
      faults,
      services: [
        secretsManager,
        new SesV2({ ...basics, identities }),
        ses,
        new DynamoDb({ ...basics, store: tables }),
        new Scheduler({ ...basics, schedules: wakeUps, recurring: schedules }),
        cloudFormation,
        new Sns({ ...basics, subscriptions }),
        new Monitoring({ ...basics, cloudWatch }),
      ],
      killCaller: (accessKeyId) => {
        for (const runner of functions) runner.killHolder(accessKeyId);
      },
    });
    const awsEndpointUrl = await gateway.listen();
    const logGroups = new LogGroups(clock);
    const lambda = new LambdaService<InvocationResult>({
      ...basics,
      logGroups,
      createRunner: (deployed, principal) => {
        const openSession = () => sessions.open(principal);
        const runner = new LambdaFunction({
          ...describeFunction(deployed, options),
          awsEndpointUrl,
          openSession,
        });
        functions.push(runner);
        return runner;
      },
    });
    gateway.add(new LambdaApi({ ...basics, lambda }));
    logGroups.onLines = (lines) => cloudWatch.readLog(lines);
    lambda.onCount = ({ name: functionName }, ...counted) =>
      cloudWatch.countForFunction(functionName, ...counted);
    sqs.onCount = ({ name: queueName }) => cloudWatch.countMessage(queueName);
    const forPeople = { identities, subscriptions, cloudFormation, administrator };
    const services = { ...basics, secretsManager, ses, sqs, logGroups, cloudWatch, lambda, delivery, firing };
    return new Account(
      { ...services, ...forPeople, schedules, wakeUps, tables, faults },
      { gateway, functions, awsEndpointUrl, sessions },
    );
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

  /** What a person's own machine must know to reach this account, and with whose rights. */
  openUserSession(): { readonly awsEndpointUrl: string; readonly credentials: SessionCredentials } {
    const { awsEndpointUrl, sessions } = this.#machinery;
    return { awsEndpointUrl, credentials: sessions.open(this.administrator.principal) };
  }

  /** Every request to a service, in the order in which they were answered. */
  get calls(): readonly CallRecord[] {
    return this.#machinery.gateway.calls;
  }

  /** Fires no schedule any more, of either kind, until `resume`; what is being tried again is forgotten. */
  pause(): void {
    this.schedules.stop();
    this.wakeUps.stop();
    this.firing.stop();
  }

  /** Fires the schedules, the one-time ones that are still waiting among them. */
  resume(): void {
    this.schedules.start();
    this.wakeUps.start();
  }

  /** Kills every process of the functions at once, as a crash of their host would. */
  killProcesses(): void {
    for (const runner of this.#machinery.functions) runner.kill();
  }

  /** Ends functions and services. */
  async close(): Promise<void> {
    const { functions, gateway } = this.#machinery;
    this.pause();
    await Promise.all(functions.map((runner) => runner.close()));
    await gateway.close();
    await this.tables.close();
  }
}

function describeFunction(
  { name, arn, codeDirectory, handler, timeoutMs, memoryMb, environment, logGroupName }: DeployedFunction,
  { deployment, clock, nodeBinary, runtimeClient, appendedCode, onLogLine }: AccountOptions,
) {
  return {
    functionName: name,
    functionArn: arn,
    codeDirectory,
    handler,
    timeoutMs,
    memoryMb,
    environment,
    logGroupName,
    region: deployment.region,
    clock,
    ...(nodeBinary === undefined ? {} : { nodeBinary }),
    ...(runtimeClient === undefined ? {} : { runtimeClient }),
    ...(appendedCode === undefined ? {} : { appendedCode }),
    ...(onLogLine === undefined ? {} : { onLogLine }),
  };
}
