import type { Allowance, PlanFacts } from "../portal/portal-facts";
import { isCharged } from "../run/allowance";
import { type KeyOutlook, toldMs } from "../run/foresight";
import { isOwn } from "../run/run";
import { describeAllowance, foretell } from "./allowance";
import type { ReportFacts } from "./facts";
import { formatDay } from "./format";

const dayMs = 86_400_000;

/** `2026-03-10, in 9 days` */
function tellDay(atMs: number, { reportedAtMs, timeZone }: ReportFacts): string {
  const days = Math.floor((atMs - reportedAtMs) / dayMs);
  return `${formatDay(atMs, timeZone)}${days < 0 ? "" : `, in ${days} days`}`;
}

function describeKey({ name, expiresAtMs }: KeyOutlook, facts: ReportFacts): string {
  return expiresAtMs === undefined
    ? `${name}, does not expire`
    : `${name}, expires on ${tellDay(expiresAtMs, facts)}`;
}

const planWords: Readonly<Record<string, string>> = { delay: "overdue", notpaid: "not paid" };

/** A plan is told of only when it ends soon, or is not paid. */
function describePlan(
  { state, dueMs = Number.POSITIVE_INFINITY }: PlanFacts,
  facts: ReportFacts,
): string | undefined {
  const isSteady = state === "trial" || state === "paid";
  if (isSteady && dueMs - facts.reportedAtMs > toldMs) return undefined;
  const end = Number.isFinite(dueMs) ? `, until ${tellDay(dueMs, facts)}` : "";
  return `${planWords[state] ?? state}${end}: without a plan that is paid the portal may refuse backups`;
}

/** The counts as they are after this run, which were read before it. */
function countThis(allowance: Allowance, { outcome, notes }: ReportFacts): Allowance {
  if (outcome.verdict !== "verified" || !isOwn(notes)) return allowance;
  if (isCharged(allowance)) return { ...allowance, paid: allowance.paid + 1 };
  return { ...allowance, freeUsed: allowance.freeUsed + 1 };
}

function listAllowance(before: Allowance, facts: ReportFacts): [string, string][] {
  const { schedule, timeZone, reportedAtMs, maxPaidBackupsPerMonth } = facts;
  const allowance = countThis(before, facts);
  const counts: [string, string] = ["Backups", describeAllowance(allowance, maxPaidBackupsPerMonth)];
  if (schedule === "unknown") return [counts];
  const { words } = foretell(allowance, { schedule, timeZone, maxPaidBackupsPerMonth }, reportedAtMs);
  return [counts, ["Forecast", words]];
}

/** What may keep the next backups from being made, each with its label. */
export function listOutlook(facts: ReportFacts): [string, string | undefined][] {
  const { allowance, key, plan } = facts.foresight;
  return [
    ["Deleted", facts.deleted.map(({ id, fileName }) => `${fileName} (id ${id})`).join(", ")],
    ...(allowance === undefined ? [] : listAllowance(allowance, facts)),
    ["API key", key && describeKey(key, facts)],
    ["Plan", plan && describePlan(plan, facts)],
  ];
}
