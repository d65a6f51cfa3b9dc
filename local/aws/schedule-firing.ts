import type { Clock } from "../clock/clock";
import type { Activity } from "./activity";
import type { Occurrence, ScheduleDelivery } from "./schedule-delivery";
import { seedRandom } from "./seeded-random";
import { Waits } from "./waits";

/**
 * Says how often an occurrence is delivered, and how long after it was due: in milliseconds, one number for each delivery.
 * An empty list loses it, two numbers deliver it twice.
 *
 * @param usualDelayMs by chance, up to a minute
 */
export type DeliveryPlan = (occurrence: Occurrence, usualDelayMs: number) => readonly number[];

/** What becomes of an occurrence that has been armed. */
export interface FiringListener {
  /** Called when it fires for the first time or, if it is lost, when it should have. */
  readonly onFire?: () => void;
  /** Called when each delivery has come to its end. */
  readonly onOver?: () => void;
}

const LONGEST_DELAY_MS = 60_000;

/**
 * EventBridge Scheduler's clockwork, for recurring and one-time schedules alike: it fires up to a minute late, as AWS
 * promises no better.
 *
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 */
export class ScheduleFiring {
  /** What the scheduler does with each occurrence. It is asked when the occurrence is armed. */
  planDeliveries: DeliveryPlan = (_occurrence, usualDelayMs) => [usualDelayMs];

  readonly #clock: Clock;
  readonly #delivery: ScheduleDelivery;
  readonly #activity: Activity;
  readonly #random: () => number;
  readonly #waits: Waits;

  /** @param options.seed decides how late each schedule fires */
  constructor(options: {
    readonly clock: Clock;
    readonly delivery: ScheduleDelivery;
    readonly activity: Activity;
    readonly seed: number;
  }) {
    this.#clock = options.clock;
    this.#delivery = options.delivery;
    this.#activity = options.activity;
    this.#random = seedRandom(options.seed);
    this.#waits = new Waits(options.clock);
  }

  /** Fires an occurrence in its time; the answer calls that off as long as it has not fired. */
  arm(occurrence: Occurrence, listener: FiringListener = {}): () => void {
    const usualDelayMs = Math.floor(this.#random() * LONGEST_DELAY_MS);
    const delaysMs = this.planDeliveries(occurrence, usualDelayMs);
    const firstDelayMs = delaysMs.length === 0 ? usualDelayMs : Math.min(...delaysMs);
    return this.#clock.at(
      occurrence.scheduledAtMs + firstDelayMs,
      () => void this.#fire(occurrence, delaysMs, listener),
    );
  }

  /** Fires an occurrence at once, and once. */
  fireNow(occurrence: Occurrence): void {
    void this.#fire(occurrence, [0], {});
  }

  /** Forgets the deliveries that are still to come. */
  stop(): void {
    this.#waits.callOff();
    this.#delivery.stop();
  }

  async #fire(
    occurrence: Occurrence,
    delaysMs: readonly number[],
    { onFire = () => undefined, onOver = () => undefined }: FiringListener,
  ): Promise<void> {
    const end = this.#activity.begin();
    onFire();
    await Promise.all(delaysMs.map((delayMs) => this.#deliver(occurrence, delayMs)));
    onOver();
    end();
  }

  async #deliver(occurrence: Occurrence, delayMs: number): Promise<void> {
    const atMs = occurrence.scheduledAtMs + delayMs;
    if (atMs <= this.#clock.now() || (await this.#waits.until(atMs)))
      await this.#delivery.deliver(occurrence);
  }
}
