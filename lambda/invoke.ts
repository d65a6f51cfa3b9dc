import { type Configuration, ConfigurationError, readConfiguration } from "./configuration";
import { type Order, parseEvent } from "./event";
import { type Delivered, deliver } from "./report/deliver";
import { describeRun, describeUnusableConfiguration, type ReportOrigin } from "./report/facts";
import { backUp } from "./run/back-up";
import type { Ports } from "./run/ports";

/** One call of the function, as Lambda describes it. */
export interface Invocation extends ReportOrigin {
  /** When Lambda will end it, in milliseconds since 1970. */
  readonly deadlineMs: number;
}

/** What the function returns; it throws for a backup that was not verified. */
export type Answer =
  | Delivered
  /** The backup goes on, and the function will be woken to follow it. */
  | { readonly status: "CONTINUES"; readonly runId: string }
  /** Nothing was done, because of the named run. */
  | { readonly status: "LEFT"; readonly why: "duplicate" | "occupied"; readonly runId: string };

/** What an invocation works with; the portal and the key only exist once the configuration is known. */
export interface Equipment extends Pick<Ports, "clock" | "ledger" | "log" | "mailer" | "wakeUps"> {
  connect(configuration: Configuration): Pick<Ports, "keys" | "portal">;
}

/**
 * Does what the event asks for: backs up, reports, and fails if the backup was not verified.
 * @param variables the function's environment
 * @throws EventError, BackupNotVerified, MailError
 */
export async function invoke(
  event: unknown,
  invocation: Invocation,
  variables: Readonly<Record<string, string | undefined>>,
  equipment: Equipment,
): Promise<Answer> {
  const order = parseEvent(event);
  let configuration: Configuration;
  try {
    configuration = readConfiguration(variables);
  } catch (error) {
    return await reportUnusable(error, order, invocation, equipment);
  }
  const { storage, dump } = configuration;
  const ports: Ports = { ...equipment, ...equipment.connect(configuration) };
  const wanted = { storageType: storage.type, storageParams: storage.params, dump };
  const result = await backUp(order, invocation.requestId, {
    ports,
    wanted,
    deadlineMs: invocation.deadlineMs,
  });
  if (result.kind === "left") return { status: "LEFT", why: result.why, runId: result.runId };
  const { run } = result;
  if (run.stage.name !== "reporting") return { status: "CONTINUES", runId: run.id };
  try {
    return await deliver(describeRun(run, run.stage, configuration, invocation), ports);
  } finally {
    await ports.ledger.finish(run);
  }
}

function reportUnusable(
  error: unknown,
  order: Order,
  invocation: Invocation,
  equipment: Equipment,
): Promise<Delivered> {
  if (!(error instanceof ConfigurationError)) throw error;
  const facts = describeUnusableConfiguration(error, order.trigger, equipment.clock.now(), invocation);
  return deliver(facts, equipment);
}
