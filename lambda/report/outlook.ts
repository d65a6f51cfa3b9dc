import type { Allowance, PlanFacts } from "../portal/portal-facts";
import { monthOf } from "../run/allowance";
import { type KeyOutlook, toldMs } from "../run/foresight";
import { describeAllowance, type Forecast, foretell } from "./allowance";
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

/** The month's counts as they are after this run; undefined where another month (UTC) has begun since they were read. */
function countNow({ outcome, foresight, reportedAtMs }: ReportFacts): Allowance | undefined {
  const { allowance, atMs = reportedAtMs } = foresight;
  if (allowance === undefined || monthOf(atMs) !== monthOf(reportedAtMs)) return undefined;
  // A backup counts when it completes, whoever asked for it.
  if (outcome.verdict !== "verified") return allowance;
  if (allowance.freeUsed < allowance.freeAllowed) return { ...allowance, freeUsed: allowance.freeUsed + 1 };
  return { ...allowance, paid: allowance.paid === undefined ? undefined : allowance.paid + 1 };
}

function foretellFor(facts: ReportFacts): Forecast | undefined {
  const { schedule, timeZone, reportedAtMs, maxPaidBackupsPerMonth } = facts;
  const allowance = countNow(facts);
  if (allowance === undefined || schedule === "unknown") return undefined;
  return foretell(allowance, { schedule, timeZone, maxPaidBackupsPerMonth }, reportedAtMs);
}

/** What is to be done lest further backups of this month be refused; undefined if nothing is. */
export function describeShortfall(facts: ReportFacts): string | undefined {
  const { refused = 0 } = foretellFor(facts) ?? {};
  return refused === 0
    ? undefined
    : `Further backups of this month will be refused (${refused}, see the forecast): allow charges with maxPaidBackupsPerMonth and in the portal, or choose fewer days.`;
}

/** What may keep the next backups from being made, each with its label. */
export function listOutlook(facts: ReportFacts): [string, string | undefined][] {
  const { key, plan } = facts.foresight;
  const allowance = countNow(facts);
  return [
    ["Deleted", facts.deleted.map(({ id, fileName }) => `${fileName} (id ${id})`).join(", ")],
    ["Backups", allowance && describeAllowance(allowance, facts.maxPaidBackupsPerMonth)],
    ["Forecast", foretellFor(facts)?.words],
    ["API key", key && describeKey(key, facts)],
    ["Plan", plan && describePlan(plan, facts)],
  ];
}
