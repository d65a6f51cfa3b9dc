import type { Configuration } from "../configuration";
import type { Inspector } from "../portal/portal-inspector";
import { describeAllowance, foretell } from "../report/allowance";
import { isAllowed, isCharged } from "../run/allowance";
import { type Finding, fail, notChecked, ok, warn } from "./finding";

/** Whether the portal's plan allows another backup this month, what it would cost, and what the month will come to. */
export async function checkBackupsLeft(
  inspector: Inspector,
  configuration: Configuration,
  nowMs: number,
  untilMs: number,
): Promise<Finding> {
  const allowance = await inspector.allowance(untilMs);
  if (allowance === undefined) return ok("The portal does not count backups.");
  const maxPaid = configuration.maxPaidBackupsPerMonth;
  const { words, due, refused } = foretell(allowance, configuration, nowMs);
  const counts = `${describeAllowance(allowance, maxPaid)}; ${words}`;
  if (allowance.untold !== undefined)
    return notChecked(`${counts}. The portal did not tell all of it: ${allowance.untold}.`);
  if (due === 0 && configuration.schedule !== "paused")
    return ok(`${counts}. The next run is due in another month, which is counted anew.`);
  if (!isAllowed(allowance, maxPaid))
    return fail(
      `${counts}. The next one would be charged beyond the limit, so it will not be asked for.`,
      "Raise maxPaidBackupsPerMonth and deploy again, or wait for the first of the month (UTC).",
    );
  if (isCharged(allowance))
    return warn(
      `${counts}. The next one is charged.`,
      "If that is not wanted, lower maxPaidBackupsPerMonth.",
    );
  if (allowance.freeUsed >= allowance.freeAllowed)
    return fail(
      `${counts}. The portal will refuse the next one.`,
      "Switch paid backups on in the portal, Settings > Payments, or wait for the first of the month (UTC).",
    );
  return refused === 0
    ? ok(`${counts}.`)
    : warn(
        `${counts}.`,
        "Choose fewer days, or allow charges: maxPaidBackupsPerMonth, and paid backups in the portal.",
      );
}
