import { foreseeProduct, type Job, type JobProduct } from "./job";
import { startOfMonth } from "./portal-date";
import type { Archive, PortalState } from "./portal-state";

const DAY_MS = 24 * 60 * 60 * 1000;

/** Lets each job leave behind what is due by `nowMs`: its archive, its history record, its mark in the allowance. */
export function saveDueArchives(state: PortalState, nowMs: number): void {
  for (const job of state.jobs) {
    const product = foreseeProduct(job);
    if (product !== undefined && job.archiveId === undefined && product.savedMs <= nowMs) {
      job.archiveId = saveArchive(state, job, product).id;
    }
  }
}

/** Whether an archive still lies where its record says. */
export function isPresent(
  { condition, expiresMs = Number.POSITIVE_INFINITY }: Archive,
  nowMs: number,
): boolean {
  return condition === "present" && nowMs < expiresMs;
}

/** How many free backups were made in the UTC month of `nowMs`. */
export function countFreeBackups(state: PortalState, nowMs: number): number {
  const fromMs = startOfMonth(nowMs);
  return state.completedBackups.filter(({ atMs, paid }) => !paid && atMs >= fromMs && atMs <= nowMs).length;
}

/** An id that no archive has yet. */
export function nextArchiveId({ archives }: PortalState): number {
  return Math.max(90_000, ...archives.map(({ id }) => id)) + 1;
}

/** The name the server gives to an archive: `<portal>_<yyyy-MM-dd_HH-mm-ss>` and what fits its storage. */
export function nameArchive(
  state: PortalState,
  startedMs: number,
  inDocuments: boolean,
  dump: boolean,
): string {
  const offsetMs = state.standalone ? state.serverUtcOffsetMinutes * 60_000 : 0;
  const [date, time = ""] = new Date(startedMs + offsetMs).toISOString().slice(0, 19).split("T");
  const extension = inDocuments && !state.standalone ? "tar" : "tar.gz";
  return `${dump ? "workspace" : state.name}_${date}_${time.replaceAll(":", "-")}.${extension}`;
}

function saveArchive(state: PortalState, job: Job, { savedMs, sizeBytes, recorded }: JobProduct): Archive {
  const { storage } = job;
  const archive: Archive = {
    id: nextArchiveId(state),
    fileName: nameArchive(state, job.startedMs, storage.kind === "documents", job.dump),
    sizeBytes,
    createdMs: savedMs,
    condition: "present",
    expiresMs: storage.kind === "data-store" ? savedMs + DAY_MS : undefined,
    folderId: storage.kind === "documents" ? storage.folderId : undefined,
  };
  state.archives.push(archive);
  if (recorded) {
    const { id, dump } = job;
    state.history.push({
      id,
      archiveId: archive.id,
      storageType: storage.number,
      dump,
      createdMs: savedMs,
    });
    const paid = !state.standalone && countFreeBackups(state, savedMs) >= state.plan.freeBackupsPerMonth;
    state.completedBackups.push({ atMs: savedMs, paid });
  }
  return archive;
}
