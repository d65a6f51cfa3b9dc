import type { Clock } from "../clock/clock";
import { findNextOccurrence } from "./cron-expression";
import type { DeployedSchedule, Deployment } from "./deployment";
import type { Occurrence, ScheduleDelivery } from "./schedule-delivery";
import { seedRandom } from "./seeded-random";

const LONGEST_DELAY_MS = 60_000;

/**
 * EventBridge Scheduler's clockwork: fires the schedules of a stack, each up to a minute late, as AWS promises no
 * better.
 *
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 */
export class ScheduleService {
  readonly #clock: Clock;
  readonly #schedules: readonly DeployedSchedule[];
  readonly #delivery: ScheduleDelivery;
  readonly #random: () => number;
  /** By schedule ARN. */
  readonly #cancels = new Map<string, () => void>();

  /** @param options.seed decides how late each schedule fires */
  constructor(options: {
    readonly clock: Clock;
    readonly deployment: Deployment;
    readonly delivery: ScheduleDelivery;
    readonly seed: number;
  }) {
    this.#clock = options.clock;
    this.#schedules = options.deployment.schedules.filter(({ state }) => state === "ENABLED");
    this.#delivery = options.delivery;
    this.#random = seedRandom(options.seed);
  }

  /** The next moment of each enabled schedule, soonest first. */
  listUpcoming(): Occurrence[] {
    return this.#schedules
      .flatMap((schedule) => this.#nextOccurrence(schedule, this.#clock.now()))
      .sort((one, other) => one.scheduledAtMs - other.scheduledAtMs);
  }

  /** Begins to fire every enabled schedule. */
  start(): void {
    for (const schedule of this.#schedules) this.#arm(schedule, this.#clock.now());
  }

  /** Fires every enabled schedule at once, as if it were due now. */
  fireNow(): void {
    const scheduledAtMs = Math.floor(this.#clock.now() / 1000) * 1000;
    for (const schedule of this.#schedules) void this.#delivery.deliver({ schedule, scheduledAtMs });
  }

  /** Fires nothing any more. */
  stop(): void {
    for (const cancel of this.#cancels.values()) cancel();
    this.#cancels.clear();
    this.#delivery.stop();
  }

  #arm(schedule: DeployedSchedule, afterMs: number): void {
    const [occurrence] = this.#nextOccurrence(schedule, afterMs);
    if (occurrence === undefined) return;
    const { scheduledAtMs } = occurrence;
    const fire = () => {
      this.#arm(schedule, scheduledAtMs);
      void this.#delivery.deliver(occurrence);
    };
    this.#cancels.set(
      schedule.arn,
      this.#clock.at(scheduledAtMs + Math.floor(this.#random() * LONGEST_DELAY_MS), fire),
    );
  }

  #nextOccurrence(schedule: DeployedSchedule, afterMs: number): Occurrence[] {
    const scheduledAtMs = findNextOccurrence(schedule.expression, schedule.timeZone, afterMs);
    return scheduledAtMs === undefined ? [] : [{ schedule, scheduledAtMs }];
  }
}
