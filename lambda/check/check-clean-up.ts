import { planCleanUp, rememberedRuns } from "../run/plan-clean-up";
import type { Ports } from "../run/ports";
import { type Finding, ok } from "./finding";

/** What the next run would delete after its backup was verified; nothing is deleted now. */
export async function checkCleanUp(
  { ledger, portal }: Pick<Ports, "ledger" | "portal">,
  { dump, keepLast }: { dump: boolean; keepLast: number },
  untilMs: number,
): Promise<Finding> {
  const [history, runs] = await Promise.all([portal.history(dump, untilMs), ledger.lastRuns(rememberedRuns)]);
  const planned = planCleanUp({ taskId: "", keepLast, history, runs });
  const names = planned.map(({ fileName }) => fileName).join(", ");
  return ok(
    planned.length === 0
      ? `The next run would delete nothing: it keeps ${keepLast}.`
      : `The next run would delete ${planned.length}, if its own backup is well: ${names}.`,
  );
}
