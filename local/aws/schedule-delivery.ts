import { randomUUID } from "node:crypto";
import type { Clock } from "../clock/clock";
import { type DeployedSchedule, type Deployment, findRole } from "./deployment";
import { AccessDenied, type Principal } from "./iam";
import { assumeSchedulerRole } from "./scheduler-role";
import { ServiceError } from "./service";
import type { Sqs } from "./sqs";
import { Waits } from "./waits";

/** Hands an event to a function. @throws if it is not accepted */
export type InvokeAsync = (functionArn: string, event: unknown, caller: Principal) => unknown;

/** What delivery needs to know about a schedule, recurring or not. */
export type TargetedSchedule = Pick<DeployedSchedule, "name" | "arn" | "groupName" | "target">;

/** A schedule that has come due. */
export interface Occurrence {
  readonly schedule: TargetedSchedule;
  /** When it was to fire, which is the same for each attempt to deliver it. */
  readonly scheduledAtMs: number;
}

/** What became of an attempt to deliver an occurrence; `attempt` counts from 1. */
export type DeliveryEvent = Occurrence &
  (
    | { readonly kind: "delivered"; readonly attempt: number }
    | { readonly kind: "failed"; readonly attempt: number; readonly cause: Error }
    | { readonly kind: "dead-lettered"; readonly cause: Error }
    | { readonly kind: "lost"; readonly cause: Error }
  );

type ExhaustedCondition = "MaximumRetryAttempts" | "MaximumEventAgeInSeconds";

const LONGEST_BACKOFF_MS = 15 * 60_000;

/**
 * EventBridge Scheduler's delivery of what has come due: with the schedule's role, tried again as its retry policy
 * says, put into the dead-letter queue in the end.
 *
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html
 */
export class ScheduleDelivery {
  /** Called after each attempt and at the end of an occurrence that could not be delivered. */
  onEvent: (event: DeliveryEvent) => void = () => undefined;

  readonly #clock: Clock;
  readonly #deployment: Deployment;
  readonly #sqs: Sqs;
  readonly #invokeAsync: InvokeAsync;
  readonly #waits: Waits;

  constructor(options: {
    readonly clock: Clock;
    readonly deployment: Deployment;
    readonly sqs: Sqs;
    readonly invokeAsync: InvokeAsync;
  }) {
    this.#clock = options.clock;
    this.#deployment = options.deployment;
    this.#sqs = options.sqs;
    this.#invokeAsync = options.invokeAsync;
    this.#waits = new Waits(options.clock);
  }

  /**
   * Delivers an occurrence now or, by its retry policy, later. Its outcome is told to `onEvent`.
   * @returns when it has been delivered or given up
   */
  async deliver(occurrence: Occurrence): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      const failure = await this.#attempt(occurrence, attempt);
      if (failure === undefined) return;
      const nextMs = this.#clock.now() + Math.min(2 ** (attempt - 1) * 1000, LONGEST_BACKOFF_MS);
      const exhausted = findExhausted(occurrence, attempt, nextMs);
      if (exhausted !== undefined) {
        this.#bury(occurrence, failure, exhausted);
        return;
      }
      if (!(await this.#waits.until(nextMs))) return;
    }
  }

  /** Forgets all that is still to be tried again. */
  stop(): void {
    this.#waits.callOff();
  }

  /** @returns undefined if it succeeded */
  async #attempt(occurrence: Occurrence, attempt: number): Promise<Failure | undefined> {
    const { target } = occurrence.schedule;
    const executionId = randomUUID();
    const input = fillContextAttributes(target.input, occurrence, { attempt, executionId });
    try {
      await this.#invokeAsync(target.arn, JSON.parse(input), this.#assumeTargetRole(occurrence));
      this.onEvent({ ...occurrence, kind: "delivered", attempt });
      return undefined;
    } catch (thrown) {
      const cause = asError(thrown);
      this.onEvent({ ...occurrence, kind: "failed", attempt, cause });
      return { attempt, executionId, input, cause };
    }
  }

  #bury(occurrence: Occurrence, failure: Failure, condition: ExhaustedCondition): void {
    const { schedule, scheduledAtMs } = occurrence;
    const { arn: targetArn, deadLetterArn } = schedule.target;
    if (deadLetterArn === undefined) {
      this.onEvent({ ...occurrence, kind: "lost", cause: failure.cause });
      return;
    }
    try {
      const message = {
        queueArn: deadLetterArn,
        body: JSON.stringify({ FunctionName: targetArn, InvocationType: "Event", Payload: failure.input }),
        attributes: {
          ERROR_CODE: errorCodeOf(failure.cause),
          ERROR_MESSAGE: failure.cause.message,
          EXECUTION_ID: failure.executionId,
          EXHAUSTED_RETRY_CONDITION: condition,
          IS_PAYLOAD_TRUNCATED: "false",
          RETRY_ATTEMPTS: String(failure.attempt - 1),
          SCHEDULED_TIME: formatMoment(scheduledAtMs),
          SCHEDULE_ARN: schedule.arn,
          TARGET_ARN: targetArn,
        },
      };
      this.#sqs.send(message, this.#assumeTargetRole(occurrence));
      this.onEvent({ ...occurrence, kind: "dead-lettered", cause: failure.cause });
    } catch (thrown) {
      this.onEvent({ ...occurrence, kind: "lost", cause: asError(thrown) });
    }
  }

  #assumeTargetRole({ schedule }: Occurrence): Principal {
    const role = findRole(this.#deployment, schedule.target.roleArn);
    return assumeSchedulerRole(this.#deployment, role, schedule.groupName);
  }
}

interface Failure {
  readonly attempt: number;
  readonly executionId: string;
  readonly input: string;
  readonly cause: Error;
}

/** What forbids a further attempt at that moment, if anything. */
function findExhausted(
  { schedule, scheduledAtMs }: Occurrence,
  attempt: number,
  nextMs: number,
): ExhaustedCondition | undefined {
  const { maximumRetryAttempts, maximumEventAgeSeconds } = schedule.target.retry;
  if (attempt > maximumRetryAttempts) return "MaximumRetryAttempts";
  return nextMs - scheduledAtMs > maximumEventAgeSeconds * 1000 ? "MaximumEventAgeInSeconds" : undefined;
}

/** @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html */
function fillContextAttributes(
  input: string,
  { schedule, scheduledAtMs }: Occurrence,
  { attempt, executionId }: Pick<Failure, "attempt" | "executionId">,
): string {
  return input
    .replaceAll("<aws.scheduler.schedule-arn>", schedule.arn)
    .replaceAll("<aws.scheduler.scheduled-time>", formatMoment(scheduledAtMs))
    .replaceAll("<aws.scheduler.execution-id>", executionId)
    .replaceAll("<aws.scheduler.attempt-number>", String(attempt));
}

/** Without milliseconds, as Scheduler writes it: `2026-03-01T03:30:00Z`. */
function formatMoment(atMs: number): string {
  return new Date(atMs).toISOString().replace(".000Z", "Z");
}

function errorCodeOf(cause: Error): string {
  if (cause instanceof ServiceError) return cause.code;
  return cause instanceof AccessDenied ? "AccessDeniedException" : cause.name;
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
