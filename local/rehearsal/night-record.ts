import type { Account } from "../aws/account";
import { AccessDenied } from "../aws/iam";
import type { DeliveryEvent } from "../aws/schedule-delivery";
import { isCrashed, type RecordedInvocation } from "./decisive-invocation";
import { describeDelivery, describeWakeUpDelivery, describeWakeUpEvent } from "./happenings";

/** The fate of a nightly event that the function never got. */
interface Undelivered {
  readonly kind: "undelivered";
  readonly kept: boolean;
  readonly cause: Error;
}

/** Notes what happens in an account, and tells it as it happens. */
export class NightRecord {
  /** How many mails there were before. */
  readonly mailsBefore: number;

  readonly #account: Account;
  readonly #tell: (happening: string) => void;
  readonly #callsBefore: number;
  readonly #invocations: RecordedInvocation[] = [];
  readonly #startedMs = new Map<string, number>();
  readonly #denials = new Set<string>();
  readonly #scheduleFired: Promise<void>;
  #noteScheduleFired: () => void = () => undefined;
  #undelivered: Undelivered | undefined;

  /** Listens to the account from now on, in the place of whoever did before. */
  constructor(account: Account, tell: (happening: string) => void) {
    this.#account = account;
    this.#tell = tell;
    this.mailsBefore = account.ses.mails.length;
    this.#callsBefore = account.calls.length;
    this.#scheduleFired = new Promise((resolve) => {
      this.#noteScheduleFired = resolve;
    });
    this.#listenToFunction();
    this.#listenToSchedules();
  }

  /** Resolves when an event of a recurring schedule has been delivered or given up. */
  whenScheduleFired(): Promise<void> {
    return this.#scheduleFired;
  }

  /** What there is to say at the end. */
  close(): {
    readonly invocations: readonly RecordedInvocation[];
    readonly denials: readonly string[];
    readonly undelivered: Undelivered | undefined;
  } {
    for (const { check } of this.#account.calls.slice(this.#callsBefore)) {
      if (check?.allowed === false)
        this.#denials.add(`not authorized to perform ${check.action} on ${check.resource}`);
    }
    return {
      invocations: this.#invocations,
      denials: [...this.#denials],
      undelivered: this.#undelivered,
    };
  }

  #listenToFunction(): void {
    const { lambda, clock } = this.#account;
    lambda.onDenied = ({ message }) => this.#denials.add(message);
    lambda.onInvocationStart = ({ requestId }) => this.#startedMs.set(requestId, clock.now());
    lambda.onInvocationEnd = ({ requestId, acceptedAtMs }, result) => {
      const startedMs = this.#startedMs.get(requestId) ?? acceptedAtMs;
      this.#invocations.push({ result, startedMs, endedMs: clock.now() });
      if (result.outcome === "failed" && isCrashed(result))
        this.#tell(`the function's process is no more: ${result.errorMessage}`);
    };
  }

  #listenToSchedules(): void {
    const { delivery, wakeUps, deployment } = this.#account;
    const timeZone = deployment.schedules[0]?.timeZone ?? "UTC";
    const numberOf = (arn: string) => wakeUps.created.findLastIndex((wakeUp) => wakeUp.arn === arn) + 1;
    wakeUps.onEvent = (event) =>
      this.#tell(describeWakeUpEvent(event, { number: numberOf(event.schedule.arn), timeZone }));
    delivery.onEvent = (event) => {
      if (event.kind !== "delivered" && event.cause instanceof AccessDenied)
        this.#denials.add(event.cause.message);
      if (deployment.schedules.some(({ arn }) => arn === event.schedule.arn)) {
        this.#tell(describeDelivery(event));
        this.#noteNightlyEvent(event);
      } else {
        const lateMs = this.#account.clock.now() - event.scheduledAtMs;
        this.#tell(describeWakeUpDelivery(event, { number: numberOf(event.schedule.arn), lateMs }));
      }
    };
  }

  #noteNightlyEvent(event: DeliveryEvent): void {
    if (event.kind === "failed") return;
    if (event.kind !== "delivered")
      this.#undelivered = { kind: "undelivered", kept: event.kind === "dead-lettered", cause: event.cause };
    this.#noteScheduleFired();
  }
}
