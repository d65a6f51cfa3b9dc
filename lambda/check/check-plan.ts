import type { Inspector } from "../portal/portal-inspector";
import { formatDay } from "../report/format";
import { toldMs, warnedMs } from "../run/foresight";
import { type Finding, fail, ok, warn } from "./finding";

const pay = "Renew the plan in the portal under Settings > Payments.";

/** Whether the portal's plan is paid, and for how long: on a lapsed one not even a backup that was made can be proved. */
export async function checkPlan(
  inspector: Inspector,
  { nowMs, timeZone }: { nowMs: number; timeZone: string },
  untilMs: number,
): Promise<Finding> {
  const { state, dueMs = Number.POSITIVE_INFINITY } = await inspector.plan(untilMs);
  const leftMs = dueMs - nowMs;
  const until = Number.isFinite(dueMs) ? ` until ${formatDay(dueMs, timeZone)}` : "";
  if (state === "notpaid") return fail("The portal's plan is not paid.", pay);
  if (state === "delay") return warn(`The portal's plan is overdue; it is served${until}.`, pay);
  const sentence = `The portal's plan: ${state}${until}.`;
  if (leftMs < warnedMs) return warn(`${sentence} That is soon.`, pay);
  return ok(leftMs < toldMs ? `${sentence} That is within a month.` : sentence);
}
