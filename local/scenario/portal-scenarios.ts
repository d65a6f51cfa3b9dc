import { maintenancePage } from "../portal/weather";
import type { Scenario, World } from "./scenario";

const DAY_MS = 24 * 60 * 60 * 1000;

/** What state the portal can be in, its plan and its own schedule among it. */
export const portalScenarios: readonly Scenario[] = [
  {
    name: "quota",
    summary: "this month's free backups are used up and paid ones are off",
    arrange: (world) => {
      world.portal.state.plan.paidBackupsOn = false;
      useUpFreeBackups(world);
    },
  },
  {
    name: "paid-backups",
    summary: "this month's free backups are used up: this one is charged, which the settings allow",
    arrange: useUpFreeBackups,
  },
  {
    name: "paid-limit",
    summary: "this month's free backups are used up, and the settings allow no charge",
    settings: { maxPaidBackupsPerMonth: "0" },
    arrange: useUpFreeBackups,
  },
  {
    name: "uncounted",
    summary: "the portal does not tell how many backups of this month are left",
    arrange: ({ portal }) =>
      portal.addWeather({
        meets: { method: "GET", path: "/portal/payment/quota" },
        lasts: "always",
        disturbance: { kind: "page", page: maintenancePage(), processing: "never" },
      }),
  },
  {
    name: "plan-ending",
    summary: "the portal's plan ends in ten days",
    arrange: ({ portal, clock }) => {
      portal.state.plan.dueMs = clock.now() + 10 * DAY_MS;
    },
  },
  {
    name: "own-schedule",
    summary: "the portal has a schedule of its own, besides this one",
    arrange: ({ portal: { state }, clock }) => {
      state.ownSchedules.push({
        storageType: 0,
        storageParams: { folderId: String(state.myDocumentsId) },
        cron: { period: 0, hour: 1, day: 0 },
        backupsStored: 7,
        lastBackupMs: clock.now() - DAY_MS,
        dump: false,
      });
    },
  },
  {
    name: "restoring",
    summary: "the portal is being restored from a backup",
    arrange: ({ portal }) => {
      portal.state.tenantStatus = 4;
    },
  },
  {
    name: "suspended",
    summary: "the portal is suspended",
    arrange: ({ portal }) => {
      portal.state.tenantStatus = 1;
    },
  },
];

/** At the first request, so that they fall into the month of the night. */
function useUpFreeBackups({ portal, clock }: World): void {
  portal.onFirstRequest(() => {
    const { completedBackups, plan } = portal.state;
    for (let used = 0; used < plan.freeBackupsPerMonth; used += 1) {
      completedBackups.push({ atMs: clock.now(), paid: false });
    }
  });
}
