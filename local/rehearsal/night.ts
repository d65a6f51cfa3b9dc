import type { Account } from "../aws/account";
import type { AlarmNotice } from "../aws/cloudwatch/cloudwatch";
import type { SentMail } from "../aws/ses";
import type { InvocationResult } from "../runtime/invocation";
import { findDecisive } from "./decisive-invocation";
import { NightRecord } from "./night-record";

/** How a night's event ended. */
export type NightEnd =
  /** The function took it; `invocation` is the one that decides how that went. */
  | { readonly kind: "invoked"; readonly invocation: InvocationResult }
  /** The function never got it. `kept` tells whether it lies in the dead-letter queue. */
  | { readonly kind: "undelivered"; readonly kept: boolean; readonly cause: Error }
  /** Something was still under way when the rehearsal gave up. */
  | { readonly kind: "unfinished"; readonly afterMs: number };

/** One night of the deployed stack. */
export interface Night {
  readonly end: NightEnd;
  /** All that the function was invoked for, in the order in which the invocations ended. */
  readonly invocations: readonly InvocationResult[];
  readonly mails: readonly SentMail[];
  /** Every request that a role's policies did not allow, in AWS's words. */
  readonly denials: readonly string[];
  /** How many alarms the stack has. */
  readonly alarmCount: number;
  /** What they tell of this night, and what they will if nothing more runs after it. */
  readonly notices: readonly AlarmNotice[];
  /** When it was over, in milliseconds since 1970. */
  readonly endedMs: number;
  /** The schedule's zone, an IANA name. */
  readonly timeZone: string;
}

/** The longest backup that is followed ends within a day; what takes longer than this goes on for ever. */
const LONGEST_NIGHT_MS = 30 * 60 * 60_000;

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
 * Follows the event of the account's schedule to its end: until nothing runs, no event is being tried again and no
 * one-time schedule is still to fire.
 * @param begin lets the schedule fire, or waits until it does
 * @param tell is called with what happens on the way, in words
 * @throws Error if no schedule is enabled: nothing would ever happen
 */
export async function liveThroughNight(
  account: Account,
  begin: () => void,
  tell?: (happening: string) => void,
): Promise<Night> {
  if (account.schedules.listUpcoming().length === 0) {
    throw new Error(
      `${account.deployment.stackName} has no enabled schedule, so there is no night to rehearse.`,
    );
  }
  return await live(account, tell, async (record) => {
    begin();
    await record.whenScheduleFired();
  });
}

/**
 * Invokes the function by hand, as the console's test button does, and follows what comes of it to its end.
 * @param functionArn the function
 * @param event what it is given
 * @param tell is called with what happens on the way, in words
 */
export async function liveThroughClick(
  account: Account,
  { functionArn, event }: { readonly functionArn: string; readonly event: unknown },
  tell?: (happening: string) => void,
): Promise<Night> {
  return await live(account, tell, async () => {
    await account.lambda.invoke(functionArn, event);
  });
}

async function live(
  account: Account,
  tell: (happening: string) => void = () => undefined,
  begin: (record: NightRecord) => Promise<void>,
): Promise<Night> {
  const { clock, activity, ses, wakeUps, cloudWatch, deployment } = account;
  const startedMs = clock.now();
  const record = new NightRecord(account, tell);
  wakeUps.start();
  const isOver = begin(record)
    .then(() => activity.whenQuiet())
    .then(() => true);
  const isFinished = await new Promise<boolean>((resolve, reject) => {
    const cancel = clock.at(clock.now() + LONGEST_NIGHT_MS, () => resolve(false));
    void isOver.then(resolve, reject).finally(cancel);
  });
  account.pause();
  const { invocations, denials, undelivered } = record.close();
  const mails = ses.mails.slice(record.mailsBefore);
  const decisive = findDecisive(invocations, mails.at(-1)?.atMs);
  const end: NightEnd =
    undelivered ??
    (isFinished && decisive !== undefined
      ? { kind: "invoked", invocation: decisive }
      : { kind: "unfinished", afterMs: LONGEST_NIGHT_MS });
  return {
    end,
    invocations: invocations.map(({ result }) => result),
    mails,
    denials,
    alarmCount: deployment.alarms.length,
    notices: cloudWatch.foresee(startedMs),
    endedMs: clock.now(),
    timeZone: deployment.schedules[0]?.timeZone ?? "UTC",
  };
}
