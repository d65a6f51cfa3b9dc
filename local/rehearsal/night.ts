import type { Account } from "../aws/account";
import { AccessDenied } from "../aws/iam";
import type { DeliveryEvent } from "../aws/schedule-delivery";
import type { SentMail } from "../aws/ses";
import type { InvocationResult } from "../runtime/invocation";

/** How a night's event ended. */
export type NightEnd =
  /** The function took it; `invocation` says how that went. */
  | { readonly kind: "invoked"; readonly invocation: InvocationResult }
  /** The function never got it. `kept` tells whether it lies in the dead-letter queue. */
  | { readonly kind: "undelivered"; readonly kept: boolean; readonly cause: Error };

/** One night of the deployed stack. */
export interface Night {
  readonly end: NightEnd;
  readonly mails: readonly SentMail[];
  /** Every request that a role's policies did not allow, in AWS's words. */
  readonly denials: readonly string[];
}

/** Whether the night ended with a backup that was verified and reported. */
export function isVerified({ end, mails, denials }: Night): boolean {
  return (
    end.kind === "invoked" &&
    end.invocation.outcome === "succeeded" &&
    mails.length > 0 &&
    denials.length === 0
  );
}

/**
 * Follows the event of the account's schedule to its end.
 * @param begin lets the schedule fire, or waits until it does
 * @param tell is called with what happens on the way, in words
 * @throws Error if no schedule is enabled: nothing would ever happen
 */
export async function liveThroughNight(
  account: Account,
  begin: () => void,
  tell: (happening: string) => void = () => undefined,
): Promise<Night> {
  const denials = new Set<string>();
  const { delivery, lambda, schedules } = account;
  if (schedules.listUpcoming().length === 0) {
    throw new Error(
      `${account.deployment.stackName} has no enabled schedule, so there is no night to rehearse.`,
    );
  }
  const end = await new Promise<NightEnd>((resolve) => {
    lambda.onDenied = ({ message }) => denials.add(message);
    lambda.onInvocationEnd = (_, invocation) => resolve({ kind: "invoked", invocation });
    delivery.onEvent = (event) => {
      tell(describeDelivery(event));
      if (event.kind === "delivered") return;
      if (event.cause instanceof AccessDenied) denials.add(event.cause.message);
      if (event.kind !== "failed") {
        resolve({ kind: "undelivered", kept: event.kind === "dead-lettered", cause: event.cause });
      }
    };
    begin();
  });
  schedules.stop();
  for (const { check } of account.calls) {
    if (check?.allowed === false)
      denials.add(`not authorized to perform ${check.action} on ${check.resource}`);
  }
  return { end, mails: account.ses.mails, denials: [...denials] };
}

function describeDelivery(event: DeliveryEvent): string {
  switch (event.kind) {
    case "delivered":
      return "the schedule fired, and Lambda took its event";
    case "failed":
      return `the schedule's event was refused (attempt ${event.attempt}): ${event.cause.message}`;
    case "dead-lettered":
      return "the schedule's event was given up; it lies in the dead-letter queue";
    case "lost":
      return `the schedule's event was given up and is lost: ${event.cause.message}`;
  }
}
