import type { PortalState } from "../../../local/portal/portal-state";

/** A weekly schedule of the portal's own for backups, and a daily one for dumps that has not run yet. */
export function sampleOwnSchedules(lastBackupMs: number): PortalState["ownSchedules"] {
  return [
    {
      storageType: 0,
      storageParams: { folderId: "20544" },
      cron: { period: 1, hour: 3, day: 7 },
      backupsStored: 5,
      lastBackupMs,
      dump: false,
    },
    {
      storageType: 4,
      storageParams: {},
      cron: { period: 0, hour: 0, day: 0 },
      backupsStored: 1,
      dump: true,
    },
  ];
}
