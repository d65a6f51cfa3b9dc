import type { Order } from "../event";
import { pursue } from "./pursue";
import { claimRun, type Run } from "./run";
import type { Work } from "./step";

/** What became of an order. */
export type BackUp =
  /** The run, at its end or (its stage is not `reporting`) waiting for a wake-up. */
  | { readonly kind: "pursued"; readonly run: Run }
  /** Nothing was done: this run, or another, is under way or has ended. */
  | { readonly kind: "left"; readonly why: "duplicate" | "occupied"; readonly runId: string };

/** Claims a run for the order and brings it as far as this invocation can. */
export async function backUp(order: Order, requestId: string, work: Work): Promise<BackUp> {
  const { clock, ledger, log, wakeUps } = work.ports;
  const nowMs = clock.now();
  const id = order.scheduledTime ?? `${new Date(nowMs).toISOString()} ${requestId}`;
  const run = claimRun(id, order.trigger, nowMs);
  const claim = await ledger.claim(run);
  if (claim.kind !== "claimed") {
    const runId = claim.kind === "occupied" ? claim.by : id;
    log("nothing to do: a run is being followed, or has been", { why: claim.kind, runId });
    return { kind: "left", why: claim.kind, runId };
  }
  log("run claimed", { runId: id, trigger: order.trigger });
  const armed = await wakeUps.arm(id, work.deadlineMs);
  return { kind: "pursued", run: await pursue(run, armed, work) };
}
