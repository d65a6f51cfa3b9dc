import { Account } from "../aws/account";
import { findNextOccurrence } from "../aws/cron-expression";
import type { Deployment } from "../aws/deployment";
import { VirtualClock } from "../clock/virtual-clock";
import { StandInPortal } from "../portal/stand-in-portal";
import type { Scenario } from "../scenarios";
import { liveThroughNight, type Night } from "./night";

export interface RehearsalOptions {
  readonly deployment: Deployment;
  readonly scenario: Scenario;
  /** Where the deployment expects the portal, on 127.0.0.1. */
  readonly portalPort: number;
  /** How many times faster than real time waiting passes; `Infinity` leaps over it. */
  readonly speed: number;
  /** Decides what is left to chance: how late the schedule fires. */
  readonly seed: number;
  /** The rehearsed night is the first one after this, in milliseconds since 1970. */
  readonly afterMs: number;
  /** The Node that runs the function. @default the one that runs this */
  readonly nodeBinary?: string;
  /** Is called with each line that the function writes, as it is written. */
  readonly onLogLine?: (line: string) => void;
}

/** Rehearsed time begins shortly before the night's event is due. */
const leadMs = 10_000;

/** One night of one deployment in one situation, with a stand-in portal and virtual time. */
export class Rehearsal {
  readonly clock: VirtualClock;
  readonly portal: StandInPortal;
  readonly account: Account;

  private constructor(clock: VirtualClock, portal: StandInPortal, account: Account) {
    this.clock = clock;
    this.portal = portal;
    this.account = account;
  }

  /** Builds the stage and brings it into the scenario's situation. */
  static async open(options: RehearsalOptions): Promise<Rehearsal> {
    const { deployment, scenario, portalPort, speed, seed, afterMs } = options;
    const clock = new VirtualClock({ startMs: findNight(deployment, afterMs) - leadMs, speed });
    const portal = new StandInPortal(clock, { port: portalPort });
    await portal.listen();
    const { nodeBinary, onLogLine } = options;
    const account = await Account.open({
      deployment,
      clock,
      seed,
      nodeBinary,
      ...(onLogLine && { onLogLine }),
    });
    const secret = account.onlySecret;
    secret.value = portal.state.key.value;
    scenario.arrange({ portal, secret, mail: account.ses, lambda: account.lambda, clock });
    return new Rehearsal(clock, portal, account);
  }

  /**
   * Lets the night pass.
   * @param tell is called with what happens on the way, in words
   */
  live(tell?: (happening: string) => void): Promise<Night> {
    return liveThroughNight(this.account, () => this.account.schedules.start(), tell);
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
