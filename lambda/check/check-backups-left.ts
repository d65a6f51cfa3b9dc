import type { Inspector } from "../portal/portal-inspector";
import { type Finding, fail, ok, warn } from "./finding";

/** Whether the portal's plan allows another backup this month, and what it would cost. */
export async function checkBackupsLeft(
  inspector: Inspector,
  standalone: boolean,
  untilMs: number,
): Promise<Finding> {
  if (standalone) return ok("A self-hosted portal does not count backups.");
  const [free, paid, pays] = await Promise.all([
    inspector.freeBackups(untilMs),
    inspector.paidBackups(untilMs),
    inspector.paysForBackups(untilMs),
  ]);
  if (free === undefined) return ok("The portal's plan does not count backups.");
  const used = `${free.used} of ${free.allowed} free backups of this month are used`;
  const service = pays ? `paid ones are on (${paid} this month)` : "paid ones are off";
  if (free.used < free.allowed) return ok(`${used}; ${service}.`);
  return pays
    ? warn(
        `${used}; ${service}: each further one is charged.`,
        "If that is not wanted, switch paid backups off, or choose fewer days.",
      )
    : fail(
        `${used}; ${service}: the portal will refuse the next one.`,
        "Switch paid backups on in the portal, Settings > Payments, or wait for the first of the month (UTC).",
      );
}
