import type { JobPlan } from "../portal/job";
import type { Scenario, World } from "./scenario";

/** What can become of a backup once it runs. */
export const backupScenarios: readonly Scenario[] = [
  {
    name: "success",
    summary: "a backup of 4.2 GB that completes in 20 seconds",
    arrange: planJob({ durationMs: 20_000 }),
  },
  {
    name: "slow",
    summary: "a backup that needs 25 minutes",
    arrange: planJob({ durationMs: 25 * 60_000 }),
  },
  {
    name: "warning",
    summary: "a backup that completes but says that some files are missing from it",
    arrange: planJob({
      durationMs: 25_000,
      ending: { kind: "completed", warning: "Some files could not be read and are not in the backup: 3" },
    }),
  },
  {
    name: "already-running",
    summary: "another administrator's backup runs already and is joined",
    arrange: ({ portal, clock }) =>
      portal.onFirstRequest(() => {
        portal.beginJob({ startedMs: clock.now() - 15_000 });
      }),
  },
  {
    name: "portal-error",
    summary: "the portal's backup fails half-way and leaves a truncated archive behind",
    arrange: planJob({ ending: { kind: "failed", afterMs: 20_000, error: "No space left on device" } }),
  },
  {
    name: "cancelled",
    summary: "somebody cancels the backup in the portal",
    arrange: planJob({ ending: { kind: "cancelled", afterMs: 15_000 } }),
  },
  {
    name: "cancelled-old-server",
    summary: "the same on a server whose progress has no status field",
    arrange: (world) => {
      world.portal.state.version = "3.7.0";
      planJob({ ending: { kind: "cancelled", afterMs: 15_000 } })(world);
    },
  },
  {
    name: "vanished",
    summary: "the portal's backup worker restarts: the job disappears and leaves nothing",
    arrange: planJob({ ending: { kind: "vanished", afterMs: 15_000 } }),
  },
  {
    name: "not-in-history",
    summary: "the job says that it is complete, but the history has no record of it",
    arrange: planJob({ durationMs: 20_000, ending: { kind: "completed-without-record" } }),
  },
  {
    name: "zero-bytes",
    summary: "the backup is in the history, but its archive is empty",
    arrange: planJob({ durationMs: 20_000, sizeBytes: 0 }),
  },
  {
    name: "late-error",
    summary: "the portal fails after the archive was saved: an error, and a record in the history",
    arrange: planJob({
      durationMs: 20_000,
      ending: { kind: "failed-late", error: "The notification could not be sent" },
    }),
  },
  {
    name: "frozen",
    summary: "the portal's backup worker crashes: the job's progress stands still",
    arrange: planJob({ ending: { kind: "frozen", afterMs: 15_000 } }),
  },
];

function planJob(plan: Partial<JobPlan>): (world: World) => void {
  return ({ portal }) => {
    portal.state.nextJob = { ...portal.state.nextJob, ...plan };
  };
}
