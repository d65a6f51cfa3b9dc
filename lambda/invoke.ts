import type { CheckAnswer } from "./check/check-answer";
import { answerUnusable, performCheck } from "./check/perform-check";
import { type Configuration, ConfigurationError, readConfiguration } from "./configuration";
import { demandDue, type Order, parseEvent } from "./event";
import { describeError } from "./outside-text";
import { type Delivered, deliver } from "./report/deliver";
import { describeRun, describeUnusableConfiguration, type ReportOrigin, recalledRuns } from "./report/facts";
import { backUp } from "./run/back-up";
import { followUp } from "./run/follow-up";
import type { PastRun } from "./run/past-run";
import type { Ports } from "./run/ports";
import type { EndedRun } from "./run/run";
import type { Work } from "./run/step";

/** One call of the function, as Lambda describes it. */
export interface Invocation extends ReportOrigin {
  /** When Lambda will end it, in milliseconds since 1970. */
  readonly deadlineMs: number;
}

/** What the function returns; it throws for a backup that was not verified. */
export type Answer =
  | Delivered
  | CheckAnswer
  /** The backup goes on, and the function will be woken to look after it. */
  | { readonly status: "CONTINUES"; readonly runId: string }
  /** Nothing was done, because of the named run. */
  | {
      readonly status: "LEFT";
      readonly why: "duplicate" | "occupied" | "ended" | "taken-over";
      readonly runId: string;
    };

/** What an invocation works with; the rest of the ports exists once the configuration is known. */
export interface Equipment extends Pick<Ports, "clock" | "log" | "mailer" | "metrics"> {
  connect(configuration: Configuration): Pick<Ports, "inspector" | "keys" | "ledger" | "portal" | "wakeUps">;
}

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Does what the event asks for: checks; or backs up or goes on with a backup, reports, and fails if it was not verified.
 * @param variables the function's environment
 * @throws EventError, BackupNotVerified, MailError, LedgerError
 */
export async function invoke(
  event: unknown,
  invocation: Invocation,
  variables: Variables,
  equipment: Equipment,
): Promise<Answer> {
  const order = parseEvent(event);
  demandDue(order, equipment.clock.now());
  let configuration: Configuration;
  try {
    configuration = readConfiguration(variables);
  } catch (error) {
    return await reportUnusable(error, order, variables, invocation, equipment);
  }
  const { storage, dump, giveUpAfterMs, keepLast, maxPaidBackupsPerMonth } = configuration;
  const ports: Ports = { ...equipment, ...equipment.connect(configuration) };
  if (order.mode === "check") return await performCheck(order, configuration, invocation.version, ports);
  const wanted = { storageType: storage.type, storageParams: storage.params, dump };
  const { deadlineMs } = invocation;
  const work: Work = { ports, wanted, deadlineMs, giveUpAfterMs, keepLast, maxPaidBackupsPerMonth };
  const report = async (run: EndedRun) => {
    const earlier = await recall(run, ports);
    const facts = describeRun(run, earlier, configuration, ports.clock.now(), invocation);
    return await deliver(facts, deadlineMs, ports);
  };
  const result =
    order.mode === "backup"
      ? await backUp(order, invocation.requestId, work, report)
      : await followUp(order, work, report);
  switch (result.kind) {
    case "reported":
      return result.told;
    case "continues":
      return { status: "CONTINUES", runId: result.runId };
    case "lost":
      return { status: "LEFT", why: "taken-over", runId: result.runId };
    case "nothing":
      return { status: "LEFT", why: "ended", runId: result.runId };
    case "left":
      return { status: "LEFT", why: result.why, runId: result.runId };
  }
}

/** What the ledger remembers of the runs before this one. */
async function recall(run: EndedRun, { ledger, log }: Ports): Promise<PastRun[] | undefined> {
  try {
    const runs = await ledger.lastRuns(recalledRuns);
    return runs.filter(({ id }) => id !== run.id);
  } catch (error) {
    log("the earlier runs could not be looked up", { error: describeError(error) });
    return undefined;
  }
}

function reportUnusable(
  error: unknown,
  order: Order,
  variables: Variables,
  invocation: Invocation,
  equipment: Equipment,
): Promise<Delivered | CheckAnswer> {
  if (!(error instanceof ConfigurationError)) throw error;
  const { functionName, version } = invocation;
  const backup = variables.BACKUP_NAME ?? functionName;
  if (order.mode === "check") return answerUnusable(order, error, { backup, version }, equipment);
  const facts = describeUnusableConfiguration(
    error,
    variables.BACKUP_NAME,
    order,
    equipment.clock.now(),
    invocation,
  );
  return deliver(facts, invocation.deadlineMs, equipment);
}
