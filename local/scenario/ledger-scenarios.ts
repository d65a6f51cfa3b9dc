import { addBackup, HEALTHY_JOB } from "../portal/healthy-portal";
import { maintenancePage } from "../portal/weather";
import type { Scenario, World } from "./scenario";

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
  {
    name: "clean-up",
    summary: "only the newest three backups are to be kept, and there are five more of earlier nights",
    settings: { retention: JSON.stringify({ keepLast: 3 }) },
    arrange: rememberFiveNights,
  },
  {
    name: "clean-up-failed",
    summary: "the same, and the portal does not delete any",
    settings: { retention: JSON.stringify({ keepLast: 3 }) },
    arrange: (world) => {
      rememberFiveNights(world);
      world.portal.addWeather({
        meets: { method: "DELETE", path: "/backup/deletebackup" },
        lasts: "always",
        disturbance: { kind: "page", page: maintenancePage(), processing: "never" },
      });
    },
  },
];

/** Five nights that went well, in the portal and in the ledger. */
function rememberFiveNights({ portal: { state }, ledger, clock }: World): void {
  for (const nightsAgo of [1, 2, 3, 4, 5]) {
    const startedAtMs = clock.now() - nightsAgo * DAY_MS;
    const { id, fileName, sizeBytes } = addBackup(state, startedAtMs, HEALTHY_JOB.sizeBytes);
    ledger.push({
      kind: { S: "run" },
      id: { S: new Date(startedAtMs).toISOString() },
      status: { S: "OK" },
      trigger: { S: "schedule" },
      startedAtMs: { N: String(startedAtMs) },
      endedAtMs: { N: String(startedAtMs + MINUTE_MS) },
      durationMs: { N: String(MINUTE_MS) },
      taskId: { S: id },
      isOwn: { BOOL: true },
      fileName: { S: fileName },
      sizeBytes: { N: String(sizeBytes) },
      expiresAt: { N: String(Math.floor(startedAtMs / 1000) + 400 * 86_400) },
    });
  }
}

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
