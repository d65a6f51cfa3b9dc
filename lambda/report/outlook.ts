import type { Allowance, PlanFacts } from "../portal/portal-facts";
import { isCharged } from "../run/allowance";
import { type KeyOutlook, toldMs } from "../run/foresight";
import { isOwn } from "../run/run";
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

/** The counts as they are after this run, which were read before it. */
function countThis(allowance: Allowance, { outcome, notes }: ReportFacts): Allowance {
  if (outcome.verdict !== "verified" || !isOwn(notes)) return allowance;
  if (isCharged(allowance)) return { ...allowance, paid: allowance.paid + 1 };
  return { ...allowance, freeUsed: allowance.freeUsed + 1 };
}

function foretellFor(facts: ReportFacts): Forecast | undefined {
  const { schedule, timeZone, reportedAtMs, maxPaidBackupsPerMonth, foresight } = facts;
  if (foresight.allowance === undefined || schedule === "unknown") return undefined;
  const allowance = countThis(foresight.allowance, facts);
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
  const { allowance, key, plan } = facts.foresight;
  return [
    ["Deleted", facts.deleted.map(({ id, fileName }) => `${fileName} (id ${id})`).join(", ")],
    ["Backups", allowance && describeAllowance(countThis(allowance, facts), facts.maxPaidBackupsPerMonth)],
    ["Forecast", foretellFor(facts)?.words],
    ["API key", key && describeKey(key, facts)],
    ["Plan", plan && describePlan(plan, facts)],
  ];
}
