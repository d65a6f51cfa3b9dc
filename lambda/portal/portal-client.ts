import { optional } from "../shape";
import {
  type BackupRecord,
  deletedShape,
  folderShape,
  historyShape,
  type Job,
  jobShape,
  type ListedFile,
  listingShape,
} from "./answers";
import type { DownloadLink } from "./download-link";
import type { PortalCalls } from "./portal-calls";
import type { StorageType } from "./storage-type";

/** Longer is not waited for a size. */
const measureMs = 10_000;

/** One look at the portal's slot. */
export interface Look {
  /** The job that the slot shows, whoever started it; undefined when it is empty. */
  readonly job: Job | undefined;
  /** The portal's own clock at the look, in milliseconds since 1970. */
  readonly portalTimeMs: number | undefined;
}

/** What is asked of the portal. */
export interface BackupRequest {
  readonly storageType: StorageType;
  readonly storageParams: Readonly<Record<string, string>>;
  readonly dump: boolean;
}

/**
 * A DocSpace portal's backup API, as far as a backup needs it. Every method takes the moment (in milliseconds since
 * 1970) after which nobody waits for it any more, repeats what may be repeated until then, and
 * @throws what {@link PortalCalls} throws when that brought no answer
 */
export class PortalClient {
  readonly #calls: PortalCalls;
  #myDocumentsId: string | undefined;

  constructor(calls: PortalCalls) {
    this.#calls = calls;
  }

  /**
   * Looks at the one job that the portal shows.
   * @see https://api.onlyoffice.com/docspace/api-backend/usage-api/get-backup-progress/
   */
  async look(dump: boolean, untilMs: number): Promise<Look> {
    const path = `/api/2.0/backup/getbackupprogress?dump=${dump}`;
    const { value, portalTimeMs } = await this.#calls.get(path, optional(jobShape), untilMs);
    return { job: value, portalTimeMs };
  }

  /**
   * Asks for a backup. May cost money: sent again only where there was no connection. Whoever is refused as one too many has to
   * wait longer than this.
   * The answer is the job that was started, or the one that was running already.
   * @see https://api.onlyoffice.com/docspace/api-backend/usage-api/start-backup/
   */
  async start(request: BackupRequest, untilMs: number): Promise<Job> {
    const body = {
      storageType: request.storageType,
      storageParams: Object.entries(request.storageParams).map(([key, value]) => ({ key, value })),
      dump: request.dump,
    };
    const { value } = await this.#calls.repeat(
      { method: "POST", path: "/api/2.0/backup/startbackup", body },
      jobShape,
      {
        untilMs,
        worthwhile: ({ trouble }) => trouble.kind === "unreachable",
        // A portal under load may take long to accept: better the whole budget than a second request.
        attemptMs: Number.POSITIVE_INFINITY,
      },
    );
    return value;
  }

  /**
   * All finished backups that the portal still has, in no order. The call makes the portal check every file and
   * forget the backups whose file is gone: call it seldom.
   * @see https://api.onlyoffice.com/docspace/api-backend/usage-api/get-backup-history/
   */
  async history(dump: boolean, untilMs: number): Promise<BackupRecord[]> {
    const path = `/api/2.0/backup/getbackuphistory?dump=${dump}`;
    // The portal asks one storage after another: a second attempt would only start that anew.
    const { value } = await this.#calls.get(path, optional(historyShape), untilMs, Number.POSITIVE_INFINITY);
    return value ?? [];
  }

  /**
   * Deletes a backup: its record first, then its file. Sent once: an id that is not there any more is an error too.
   * @see https://api.onlyoffice.com/docspace/api-backend/usage-api/delete-backup/
   */
  async deleteBackup(id: string, untilMs: number): Promise<void> {
    const path = `/api/2.0/backup/deletebackup/${encodeURIComponent(id)}`;
    await this.#calls.repeat({ method: "DELETE", path }, deletedShape, {
      untilMs,
      worthwhile: () => false,
    });
  }

  /** The number of the key owner's "My documents" folder, as text. Asked for once. */
  async myDocumentsFolderId(untilMs: number): Promise<string> {
    this.#myDocumentsId ??= (await this.#calls.get("/api/2.0/files/@my?count=1", folderShape, untilMs)).value;
    return this.#myDocumentsId;
  }

  /**
   * The files of that name in a folder. The portal's filter may go through a search index that lags, so a file that it
   * does not find is looked for among the folder's newest files too.
   */
  async listFiles(folderId: string, fileName: string, untilMs: number): Promise<ListedFile[]> {
    for (const query of [
      new URLSearchParams({ filterValue: fileName, count: "100" }),
      new URLSearchParams({ sortBy: "DateAndTime", sortOrder: "descending", count: "100" }),
    ]) {
      const path = `/api/2.0/files/${encodeURIComponent(folderId)}?${query}`;
      const { value: files } = await this.#calls.get(path, listingShape, untilMs);
      const found = files.filter((file) => file.title === fileName);
      if (found.length > 0) return found;
    }
    return [];
  }

  /** The size in bytes of the archive that a link leads to. Asked for once: who cannot tell it now, need not. */
  async measureDownload(link: DownloadLink, untilMs: number): Promise<number> {
    const { keys, clock, portalUrl } = this.#calls;
    // Loaded where it is needed: most backups have no link, and no process should start later for it.
    const { measureDownload } = await import("./measure-download");
    const key = await keys.read(untilMs);
    const timeoutMs = Math.min(measureMs, untilMs - clock.now());
    return await measureDownload(link, portalUrl, key, Math.max(1, timeoutMs));
  }
}
