import type { Clock } from "../clock/clock";
import { findNextOccurrence } from "./cron-expression";
import type { DeployedSchedule, Deployment } from "./deployment";
import type { Occurrence } from "./schedule-delivery";
import type { ScheduleFiring } from "./schedule-firing";

/** The recurring schedules of a stack. */
export class ScheduleService {
  readonly #clock: Clock;
  readonly #schedules: DeployedSchedule[];
  readonly #firing: ScheduleFiring;
  /** By schedule ARN. */
  readonly #cancels = new Map<string, () => void>();

  constructor(options: {
    readonly clock: Clock;
    readonly deployment: Deployment;
    readonly firing: ScheduleFiring;
  }) {
    this.#clock = options.clock;
    this.#schedules = [...options.deployment.schedules];
    this.#firing = options.firing;
  }

  /** The schedule with this ARN, as it is now; undefined if there is none, or none any more. */
  find(arn: string): DeployedSchedule | undefined {
    return this.#schedules.find((schedule) => schedule.arn === arn);
  }

  /** Pauses every schedule, as somebody could in the console. To be done before they are started. */
  disableAll(): void {
    this.#schedules.splice(
      0,
      Number.POSITIVE_INFINITY,
      ...this.#schedules.map((schedule) => ({ ...schedule, state: "DISABLED" as const })),
    );
  }

  /** Deletes every schedule, as somebody could in the console. To be done before they are started. */
  removeAll(): void {
    this.#schedules.length = 0;
  }

  /** The next moment of each enabled schedule, soonest first. */
  listUpcoming(): Occurrence[] {
    return this.#listEnabled()
      .flatMap((schedule) => this.#nextOccurrence(schedule, this.#clock.now()))
      .sort((one, other) => one.scheduledAtMs - other.scheduledAtMs);
  }

  /** Begins to fire every enabled schedule. */
  start(): void {
    for (const schedule of this.#listEnabled()) this.#arm(schedule, this.#clock.now());
  }

  /** Fires every enabled schedule at once, as if it were due now. */
  fireNow(): void {
    const scheduledAtMs = Math.floor(this.#clock.now() / 1000) * 1000;
    for (const schedule of this.#listEnabled()) this.#firing.fireNow({ schedule, scheduledAtMs });
  }

  /** Fires nothing any more until it is started again. */
  stop(): void {
    for (const cancel of this.#cancels.values()) cancel();
    this.#cancels.clear();
  }

  #listEnabled(): DeployedSchedule[] {
    return this.#schedules.filter(({ state }) => state === "ENABLED");
  }

  #arm(schedule: DeployedSchedule, afterMs: number): void {
    const [occurrence] = this.#nextOccurrence(schedule, afterMs);
    if (occurrence === undefined) return;
    const onFire = () => this.#arm(schedule, occurrence.scheduledAtMs);
    this.#cancels.set(schedule.arn, this.#firing.arm(occurrence, { onFire }));
  }

  #nextOccurrence(schedule: DeployedSchedule, afterMs: number): Occurrence[] {
    const scheduledAtMs = findNextOccurrence(schedule.expression, schedule.timeZone, afterMs);
    return scheduledAtMs === undefined ? [] : [{ schedule, scheduledAtMs }];
  }
}
