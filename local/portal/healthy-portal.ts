import { randomBytes, randomUUID } from "node:crypto";
import { nameArchive, nextArchiveId } from "./archives";
import type { JobPlan } from "./job";
import { startOfMonth } from "./portal-date";
import { type PortalState, RootType } from "./portal-state";

const DAY_MS = 24 * 60 * 60 * 1000;
const MY_DOCUMENTS_ID = 20_531;

/** Days before this month in which the earlier backups were made: they leave this month's allowance untouched. */
const EARLIER_BACKUPS = [
  { daysBeforeMonth: 20, sizeBytes: 4_087_429_120 },
  { daysBeforeMonth: 9, sizeBytes: 4_129_783_808 },
  { daysBeforeMonth: 2, sizeBytes: 4_171_098_112 },
];

/** An undisturbed backup of 4.2 GB in 40 s. */
export const HEALTHY_JOB: JobPlan = {
  durationMs: 40_000,
  pickUpMs: 1_000,
  sizeBytes: 4_213_442_560,
  ending: { kind: "completed" },
};

/** A key of the right form that opens nothing but one stand-in. */
export function createApiKey(): string {
  return `sk-${randomBytes(32).toString("hex")}`;
}

/** A paid cloud portal in good health, paid backups on, whose owner is an administrator, with a few backups from last month. */
export function createHealthyPortal(apiKey: string, nowMs: number): PortalState {
  const state: PortalState = {
    version: "3.7.2",
    name: "acme",
    standalone: false,
    serverUtcOffsetMinutes: 0,
    tenantStatus: 0,
    dumpAllowed: false,
    plan: {
      tariffState: 1,
      dueMs: nowMs + 200 * DAY_MS,
      freeBackupsPerMonth: 2,
      paidBackupsOn: true,
      storageFull: false,
    },
    key: {
      value: apiKey,
      name: "Nightly backup",
      permissions: [],
      createdMs: nowMs - 60 * DAY_MS,
      isActive: true,
      revoked: false,
    },
    owner: { id: randomUUID(), displayName: "Ada Admin", isAdmin: true },
    folders: [
      // The root of the rooms says that one may create there: rooms, but no backup.
      { id: 2, title: "Rooms", rootType: RootType.rooms, access: "write" },
      { id: 3, title: "Archive", rootType: RootType.archive, access: "read" },
      { id: 4, title: "Templates", rootType: RootType.templates, access: "read" },
      { id: MY_DOCUMENTS_ID, title: "My documents", rootType: RootType.myDocuments, access: "write" },
      {
        id: 20_544,
        title: "Backups",
        parentId: MY_DOCUMENTS_ID,
        rootType: RootType.myDocuments,
        access: "write",
      },
      { id: 30_117, title: "Press", parentId: 2, rootType: RootType.rooms, access: "read" },
      { id: 30_118, title: "Board", parentId: 2, rootType: RootType.rooms, access: "none" },
    ],
    myDocumentsId: MY_DOCUMENTS_ID,
    connectedFolderIds: ["sbox-17", "sbox-17-|Backups"],
    serverPaths: ["/var/backups"],
    modules: [
      { id: "S3", isSet: true, propertyNames: ["bucket", "region"] },
      { id: "GoogleCloud", isSet: false, propertyNames: ["bucket"] },
    ],
    archives: [],
    history: [],
    ownSchedules: [],
    completedBackups: [],
    jobs: [],
    nextJob: HEALTHY_JOB,
    searchLagMs: 0,
    linkSecret: randomUUID(),
  };
  for (const { daysBeforeMonth, sizeBytes } of EARLIER_BACKUPS) {
    addBackup(state, startOfMonth(nowMs) - daysBeforeMonth * DAY_MS, sizeBytes);
  }
  return state;
}

/** Adds a backup that was made earlier, with its archive among the documents. */
export function addBackup(
  state: PortalState,
  createdMs: number,
  sizeBytes: number,
): { readonly id: string; readonly fileName: string; readonly sizeBytes: number } {
  const archiveId = nextArchiveId(state);
  const [id, fileName] = [randomUUID(), nameArchive(state, createdMs, true, false)];
  state.archives.push({
    id: archiveId,
    fileName,
    sizeBytes,
    createdMs,
    folderId: state.myDocumentsId,
    condition: "present",
  });
  state.history.push({ id, archiveId, storageType: 0, dump: false, createdMs });
  state.completedBackups.push({ atMs: createdMs, paid: false });
  return { id, fileName, sizeBytes };
}
