import { Account } from "../aws/account";
import { findNextOccurrence } from "../aws/cron-expression";
import type { Deployment } from "../aws/deployment";
import { VirtualClock } from "../clock/virtual-clock";
import { StandInPortal } from "../portal/stand-in-portal";
import type { Scenario } from "../scenarios";
import { armKill } from "./arm-kill";
import type { KillPoint } from "./kill-point";
import { liveThroughClick, liveThroughNight, type Night } from "./night";
import { putItem } from "./put-item";

export interface RehearsalOptions {
  readonly deployment: Deployment;
  readonly scenario: Scenario;
  /** Where the deployment expects the portal, on 127.0.0.1. */
  readonly portalPort: number;
  /** How many times faster than real time waiting passes; `Infinity` leaps over it. */
  readonly speed: number;
  /** The same for the time between two invocations. @default speed */
  readonly speedBetween?: number;
  /** Decides what is left to chance: how late the schedule fires. */
  readonly seed: number;
  /** The rehearsed night is the first one after this, in milliseconds since 1970. */
  readonly afterMs: number;
  /** The call at which the function's process is killed. @default it is not */
  readonly killAt?: KillPoint | undefined;
  /** The Node that runs the function. @default the one that runs this */
  readonly nodeBinary?: string;
  /** The program in which it runs. @default our own client of the Runtime API */
  readonly runtimeClient?: string;
  /** Is called with each line that the function writes, as it is written. */
  readonly onLogLine?: (line: string) => void;
}

/** Rehearsed time begins shortly before the night's event is due. */
const leadMs = 10_000;

/** One deployment in one situation, night after night, with a stand-in portal and virtual time. */
export class Rehearsal {
  readonly clock: VirtualClock;
  readonly portal: StandInPortal;
  readonly account: Account;
  readonly #speedBetween: number;

  private constructor(parts: {
    readonly clock: VirtualClock;
    readonly portal: StandInPortal;
    readonly account: Account;
    readonly speedBetween: number;
  }) {
    this.clock = parts.clock;
    this.portal = parts.portal;
    this.account = parts.account;
    this.#speedBetween = parts.speedBetween;
  }

  /** Builds the stage and brings it into the scenario's situation. */
  static async open(options: RehearsalOptions): Promise<Rehearsal> {
    const { deployment, scenario, portalPort, seed, afterMs } = options;
    const { speed, speedBetween = speed } = options;
    const startMs = findNight(deployment, afterMs) - leadMs;
    const clock = new VirtualClock({ startMs, speed: speedBetween });
    const portal = new StandInPortal(clock, { port: portalPort });
    await portal.listen();
    const { nodeBinary, runtimeClient, onLogLine } = options;
    const account = await Account.open({
      deployment,
      clock,
      seed,
      nodeBinary,
      runtimeClient,
      appendedCode: scenario.appendedCode,
      ...(onLogLine && { onLogLine }),
    });
    const secret = account.onlySecret;
    secret.value = portal.state.key.value;
    account.lambda.onRunningChange = (runningCount) => {
      clock.speed = runningCount > 0 ? speed : speedBetween;
    };
    const { ses: mail, lambda, faults, firing, identities, subscriptions } = account;
    const ledger: object[] = [];
    scenario.arrange({
      portal,
      secret,
      ledger,
      mail,
      identities,
      subscriptions,
      lambda,
      faults,
      firing,
      clock,
    });
    for (const item of ledger) await putItem(account, item);
    if (options.killAt !== undefined) armKill(options.killAt, { account, portal });
    return new Rehearsal({ clock, portal, account, speedBetween });
  }

  /**
   * Lets the next night pass. Called again, it goes on where the one before has ended: with the same ledger, portal and
   * schedules.
   * @param tell is called with what happens on the way, in words
   */
  live(tell?: (happening: string) => void): Promise<Night> {
    return liveThroughNight(this.account, () => this.account.schedules.start(), tell);
  }

  /** Leaps over the day, to shortly before the next night's event. */
  async skipDay(): Promise<void> {
    const { clock, account } = this;
    const nightMs = findNight(account.deployment, clock.now());
    clock.speed = Number.POSITIVE_INFINITY;
    await new Promise<void>((resolve) => void clock.at(nightMs - leadMs, resolve));
    clock.speed = this.#speedBetween;
  }

  /**
   * Invokes the function by hand, as the console's test button does, and follows what comes of it. During a night it is
   * `account.lambda.invoke` that does the same.
   * @param event what the function is given
   * @param tell is called with what happens on the way, in words
   * @throws Error if the stack has no function, or several
   */
  click(event: unknown, tell?: (happening: string) => void): Promise<Night> {
    return liveThroughClick(this.account, { functionArn: this.functionArn, event }, tell);
  }

  /**
   * The function of the stack.
   * @throws Error if the stack has none, or several
   */
  get functionArn(): string {
    const { functions, stackName } = this.account.deployment;
    const [only, ...others] = functions;
    if (only !== undefined && others.length === 0) return only.arn;
    throw new Error(`${stackName} has ${functions.length} functions, expected exactly one.`);
  }

  /** Does something at a moment, in milliseconds since 1970; the night is not over before it is done. */
  at(atMs: number, act: () => unknown): void {
    const end = this.account.activity.begin();
    this.clock.at(atMs, () => void Promise.resolve().then(act).finally(end));
  }

  async close(): Promise<void> {
    await this.account.close();
    await this.portal.close();
    this.clock.close();
  }
}

function findNight({ stackName, schedules }: Deployment, afterMs: number): number {
  const nights = schedules.flatMap(
    ({ expression, timeZone }) => findNextOccurrence(expression, timeZone, afterMs) ?? [],
  );
  if (nights.length === 0) throw new Error(`${stackName} has no schedule that ever fires.`);
  return Math.min(...nights);
}
