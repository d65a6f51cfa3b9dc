import { HEALTHY_JOB } from "../portal/healthy-portal";
import type { Scenario } from "./scenario";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** What an earlier night can have left behind. */
export const ledgerScenarios: readonly Scenario[] = [
  {
    name: "overdue-run",
    summary: "last night's run was never ended: its wake-ups were lost, and nobody was told",
    arrange: ({ portal, ledger, clock }) => {
      const startedAtMs = Math.ceil(clock.now() / MINUTE_MS) * MINUTE_MS - DAY_MS;
      const { id: taskId } = portal.beginJob({ startedMs: startedAtMs, plan: HEALTHY_JOB });
      ledger.push(describeRunOf(startedAtMs, taskId));
    },
  },
];

/** The item that the function leaves of a run that follows a job and is to be called again three minutes later. */
function describeRunOf(startedAtMs: number, taskId: string): object {
  const id = `${new Date(startedAtMs).toISOString().slice(0, 19)}Z`;
  const dueMs = startedAtMs + 3 * MINUTE_MS;
  const stage = {
    name: "following",
    taskId,
    sinceMs: startedAtMs,
    progressPercent: 40,
    progressAtMs: startedAtMs,
    phase: "running",
  };
  const run = { version: 1, id, trigger: "schedule", startedAtMs, hop: 0, dueMs, notes: [], stage };
  return {
    kind: { S: "active" },
    id: { S: "active" },
    runId: { S: id },
    startedAtMs: { N: String(startedAtMs) },
    hop: { N: "0" },
    dueMs: { N: String(dueMs) },
    holder: { S: "last night" },
    run: { S: JSON.stringify(run) },
  };
}
