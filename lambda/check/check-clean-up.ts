import type { BackupRecord } from "../portal/answers";
import { formatDay } from "../report/format";
import type { PastRun } from "../run/past-run";
import { planCleanUp } from "../run/plan-clean-up";
import { type Finding, ok } from "./finding";

/**
 * What the next run would delete after its backup was verified, by the ledger alone: asking the portal for its history makes
 * it forget backups that it cannot reach just then, which a check must not do.
 */
export function judgeCleanUp(
  runs: readonly PastRun[],
  { keepLast, nowMs, timeZone }: { keepLast: number; nowMs: number; timeZone: string },
): Finding {
  const describe = (id: string, createdAtMs: number): BackupRecord => ({
    id,
    fileName: formatDay(createdAtMs, timeZone),
    storageType: undefined,
    createdAtMs,
  });
  const next = describe("the next one", nowMs);
  const history = [
    next,
    ...runs.flatMap(({ taskId, endedAtMs }) => (taskId ? describe(taskId, endedAtMs) : [])),
  ];
  const planned = planCleanUp({ made: { id: next.id, isOwn: true }, keepLast, history, runs });
  const days = planned.map(({ fileName }) => fileName).join(", ");
  return ok(
    planned.length === 0
      ? `The next run would delete nothing: ${keepLast} backups are kept.`
      : `If its own backup is well, the next run would delete ${planned.length}, as far as the portal still has them: of ${days}.`,
  );
}
