import type { Job, JobPlan } from "./job";

/** What a portal remembers. Scenarios and tests arrange it freely; the routes only follow it. */
export interface PortalState {
  /** The server's release: it decides which fields and calls exist. */
  version: string;
  /** Begins the name of each archive. */
  name: string;
  /** True on a self-hosted server, false on the vendor's cloud. */
  standalone: boolean;
  /** A self-hosted server writes its local time into archive names. */
  serverUtcOffsetMinutes: number;
  tenantStatus: TenantStatus;
  /** Whether the owner of a self-hosted server lets portals back up the whole installation. */
  dumpAllowed: boolean;
  plan: Plan;
  key: ApiKey;
  owner: { id: string; displayName: string; isAdmin: boolean };
  folders: Folder[];
  /** The id of the key owner's "My documents". */
  myDocumentsId: number;
  /** Folder ids of connected third-party accounts. */
  connectedFolderIds: string[];
  /** Existing folders on a self-hosted server's own disk. */
  serverPaths: string[];
  modules: StorageModule[];
  archives: Archive[];
  history: BackupRecord[];
  /** What the portal makes by itself, at most one with `dump` and one without. */
  ownSchedules: OwnSchedule[];
  /** Every backup that completed, for the monthly allowance; deleting one does not give it back. */
  completedBackups: { atMs: number; paid: boolean }[];
  /** Oldest first; what the job slot shows is the youngest one that is still to be seen. */
  jobs: Job[];
  /** How the next started job will go. */
  nextJob: JobPlan;
  /** How long the search index behind `filterValue` lags. */
  searchLagMs: number;
  /** Signs download links. */
  linkSecret: string;
}

/** 0 active, 1 suspended, 4 restoring, 6 encrypting. */
export type TenantStatus = 0 | 1 | 4 | 6;

export interface Plan {
  /** 0 trial, 1 paid, 2 in the days of grace, 3 not paid. */
  tariffState: 0 | 1 | 2 | 3;
  dueMs: number;
  freeBackupsPerMonth: number;
  paidBackupsOn: boolean;
  storageFull: boolean;
}

export interface ApiKey {
  value: string;
  name: string;
  /** Scopes; none means everything. */
  permissions: string[];
  createdMs: number;
  /** Absent for a key that never expires. */
  expiresMs?: number;
  /** False while somebody has switched it off. */
  isActive: boolean;
  /** Deleted. */
  revoked: boolean;
}

export interface Folder {
  id: number;
  title: string;
  /** Absent for a root. */
  parentId?: number;
  rootType: RootType;
  /** What the key's owner may do there. */
  access: "write" | "read" | "none";
}

/** The API's number for the root that a folder lies below, which the root itself has too. */
export const RootType = {
  myDocuments: 5,
  rooms: 14,
  archive: 20,
  connectedForBackup: 21,
  templates: 30,
} as const;
export type RootType = (typeof RootType)[keyof typeof RootType];

/** A schedule that an administrator has set in the portal itself. */
export interface OwnSchedule {
  /** The API's value of the storage type. */
  storageType: number;
  storageParams: Record<string, string>;
  /** `period`: 0 every day, 1 on a `day` of the week, 2 of the month. */
  cron: { period: 0 | 1 | 2; hour: number; day: number };
  /** How many of its backups are kept. */
  backupsStored: number;
  /** Absent where it has made none yet. */
  lastBackupMs?: number;
  dump: boolean;
}

export interface StorageModule {
  id: string;
  isSet: boolean;
  propertyNames: string[];
}

/** A finished archive, wherever it lies. */
export interface Archive {
  id: number;
  fileName: string;
  sizeBytes: number;
  createdMs: number;
  /** Temporary storage deletes it then. */
  expiresMs?: number;
  /** Set for an archive among the portal's documents. */
  folderId?: number;
  condition: "present" | "in-trash" | "gone" | "unreachable";
}

/** A line of the portal's backup history. */
export interface BackupRecord {
  id: string;
  archiveId: number;
  storageType: number;
  dump: boolean;
  createdMs: number;
}
