import type { Activity } from "./activity";
import type { TargetedSchedule } from "./schedule-delivery";
import type { ScheduleFiring } from "./schedule-firing";
import { ServiceError } from "./service";

/** A schedule that fires once. */
export interface OneTimeSchedule extends TargetedSchedule {
  readonly dueMs: number;
  readonly state: "ENABLED" | "DISABLED";
  readonly actionAfterCompletion: "DELETE" | "NONE";
  /** Makes the request that created it recognisable when it is sent again. */
  readonly clientToken: string | undefined;
  /** Everything else that was asked for. */
  readonly request: string;
}

/** What happens to one-time schedules but for their firing, which is told by their delivery. */
export interface OneTimeScheduleEvent {
  readonly kind: "created" | "deleted";
  readonly schedule: OneTimeSchedule;
}

/** How far a schedule has come. A disabled one stays `disarmed` for ever. */
type Phase =
  | { readonly kind: "disarmed" }
  | { readonly kind: "armed"; readonly callOff: () => void }
  | { readonly kind: "fired" };

interface Entry {
  readonly schedule: OneTimeSchedule;
  readonly endActivity: () => void;
  phase: Phase;
}

/** The one-time schedules that exist, by name, and their firing. */
export class OneTimeSchedules {
  /** Everything that was ever created, oldest first. */
  readonly created: OneTimeSchedule[] = [];
  /** Called when one is created or deleted by somebody; not when it goes by itself after it has fired. */
  onEvent: (event: OneTimeScheduleEvent) => void = () => undefined;

  readonly #firing: ScheduleFiring;
  readonly #activity: Activity;
  /** By ARN. */
  readonly #entries = new Map<string, Entry>();

  constructor(options: { readonly firing: ScheduleFiring; readonly activity: Activity }) {
    this.#firing = options.firing;
    this.#activity = options.activity;
  }

  /** Those that exist, the ones that have fired and were to stay among them. */
  get existing(): readonly OneTimeSchedule[] {
    return Array.from(this.#entries.values(), ({ schedule }) => schedule);
  }

  /**
   * Creates a schedule and arms it; nothing happens if it is the same request sent again.
   *
   * @throws ServiceError if the name is taken
   */
  create(schedule: OneTimeSchedule): void {
    const present = this.#entries.get(schedule.arn)?.schedule;
    if (present !== undefined) {
      const isRepeated = present.clientToken !== undefined && present.clientToken === schedule.clientToken;
      if (isRepeated && present.request === schedule.request) return;
      throw new ServiceError("ConflictException", `Schedule ${schedule.name} already exists.`, 409);
    }
    const isEnabled = schedule.state === "ENABLED";
    const endActivity = isEnabled ? this.#activity.begin() : () => undefined;
    const entry: Entry = { schedule, endActivity, phase: { kind: "disarmed" } };
    this.#entries.set(schedule.arn, entry);
    this.created.push(schedule);
    this.onEvent({ kind: "created", schedule });
    this.#arm(entry);
  }

  /**
   * Deletes a schedule. One that has fired already is delivered nevertheless.
   *
   * @throws ServiceError if there is none
   */
  delete(arn: string): void {
    const entry = this.#entries.get(arn);
    if (entry === undefined) {
      const name = arn.slice(arn.lastIndexOf("/") + 1);
      throw new ServiceError("ResourceNotFoundException", `Schedule ${name} does not exist.`, 404);
    }
    this.#entries.delete(arn);
    if (entry.phase.kind === "armed") entry.phase.callOff();
    this.onEvent({ kind: "deleted", schedule: entry.schedule });
    if (entry.phase.kind !== "fired") entry.endActivity();
  }

  /** Arms again what was disarmed. */
  start(): void {
    for (const entry of this.#entries.values()) this.#arm(entry);
  }

  /** Disarms all that has not fired yet; it stays. */
  stop(): void {
    for (const entry of this.#entries.values()) {
      if (entry.phase.kind !== "armed") continue;
      entry.phase.callOff();
      entry.phase = { kind: "disarmed" };
    }
  }

  #arm(entry: Entry): void {
    const { schedule, phase } = entry;
    if (schedule.state === "DISABLED" || phase.kind !== "disarmed") return;
    const onFire = () => {
      entry.phase = { kind: "fired" };
    };
    const occurrence = { schedule, scheduledAtMs: schedule.dueMs };
    const callOff = this.#firing.arm(occurrence, { onFire, onOver: () => this.#complete(entry) });
    entry.phase = { kind: "armed", callOff };
  }

  #complete(entry: Entry): void {
    const { arn, actionAfterCompletion } = entry.schedule;
    const isPresent = this.#entries.get(arn) === entry;
    if (isPresent && actionAfterCompletion === "DELETE") this.#entries.delete(arn);
    entry.endActivity();
  }
}
