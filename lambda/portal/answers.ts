import { quote } from "../outside-text";
import { checked, flag, list, number, object, optional, type Shape, shape, text } from "../shape";
import { DownloadLink } from "./download-link";
import { type AnyStorageType, readStorageType } from "./storage-type";

/**
 * What a job in the portal's one slot is doing. `finishing` is a job that calls itself complete and is still being
 * charged for and told about, which may yet end in an error; the last three are final.
 */
export type JobPhase = "queued" | "running" | "finishing" | "completed" | "failed" | "cancelled";

/** The job that the portal's progress call shows. */
export interface Job {
  /** In lower case; the id that the finished backup has in the history. */
  readonly taskId: string;
  readonly phase: JobPhase;
  readonly progressPercent: number;
  /** Quotes, empty when there is nothing to say. */
  readonly error: string;
  readonly warning: string;
  /** Where the finished archive can be had; not for every kind of storage. */
  readonly link?: DownloadLink;
}

/** A backup that the portal vouches for. */
export interface BackupRecord {
  /** In lower case. */
  readonly id: string;
  /** As the portal has it: not to be printed without `quote`. */
  readonly fileName: string;
  readonly storageType: AnyStorageType | undefined;
  readonly createdAtMs: number | undefined;
}

export interface ListedFile {
  readonly title: string;
  /** Size in bytes. */
  readonly sizeBytes: number;
}

const maybeText = optional(text);

const words: Shape<string> = (value, path) => quote(maybeText(value, path) ?? "");

/** It goes into mails, log and ledger as it is, so there is nothing in it that a quote would lack. */
const id = checked(
  (value) => text(value).trim().toLowerCase(),
  "an id",
  (words) => words !== "" && words.length <= 200 && quote(words) === words,
);

/** Enums are numbers in today's answers; names are accepted, as the server's own documentation shows them. */
const enumeration = optional(
  shape("a number or a text", (value) => typeof value === "number" || typeof value === "string"),
);

const statusNames = ["created", "running", "completed", "canceled", "failted"];

function readStatus(status: number | string | undefined): string | undefined {
  return typeof status === "number" ? statusNames[status] : status?.toLowerCase();
}

/**
 * A job that died before its work began keeps `isCompleted: false` for ever and says `status` 4; a cancelled one
 * says `isCompleted: true` and no error. So status and error are asked before `isCompleted`.
 */
function readPhase(
  isCompleted: boolean,
  progress: number,
  error: string,
  status: string | undefined,
): JobPhase {
  if (status === "canceled" || status === "cancelled") return "cancelled";
  if (error !== "" || status === "failted" || status === "failed") return "failed";
  if (isCompleted) return status === "running" ? "finishing" : "completed";
  return status === "created" && progress === 0 ? "queued" : "running";
}

const jobFields = object({
  taskId: id,
  isCompleted: flag,
  progress: number,
  error: maybeText,
  warning: words,
  link: maybeText,
  status: enumeration,
});

/** The answer to getbackupprogress and startbackup. `status` exists since 3.7.1, `warning` since 3.6. */
export const jobShape: Shape<Job> = (value, path) => {
  const { taskId, isCompleted, progress, error = "", warning, link, status } = jobFields(value, path);
  const progressPercent = Math.min(100, Math.max(0, progress));
  return {
    taskId,
    phase: readPhase(isCompleted, progressPercent, error, readStatus(status)),
    progressPercent,
    // An error of which nothing is left to be said is one all the same.
    error: quote(error),
    warning,
    ...(link && { link: new DownloadLink(link) }),
  };
};

/** Dates may lack an offset and are UTC then; the year 1 means "never". Undefined for what is no date. */
export function readDate(date: string | undefined): number | undefined {
  if (date === undefined || date.startsWith("0001-")) return undefined;
  const ms = Date.parse(/(?:Z|[+-]\d{2}:?\d{2})$/i.test(date) ? date : `${date}Z`);
  return Number.isNaN(ms) ? undefined : ms;
}

const recordFields = object({
  id,
  fileName: maybeText,
  storageType: enumeration,
  createdOn: maybeText,
});

/** The answer to getbackuphistory. Only the id decides, so a record is not refused for its other fields. */
export const historyShape = list((value, path): BackupRecord => {
  const { id, fileName = "", storageType, createdOn } = recordFields(value, path);
  return {
    id,
    fileName,
    storageType: storageType === undefined ? undefined : readStorageType(storageType),
    createdAtMs: readDate(createdOn),
  };
});

/** The answer to deletebackup: nothing but `true` says that a backup was deleted. */
export const deletedShape = shape("true", (value): value is true => value === true);

const folderFields = object({
  current: object({ id: checked(number, "a whole number", Number.isInteger) }),
});

/** The answer to files/@my, for the number of the folder that it shows. */
export const folderShape: Shape<string> = (value, path) => String(folderFields(value, path).current.id);

const sizeBytes = checked(number, "a size in bytes", (bytes) => Number.isSafeInteger(bytes) && bytes >= 0);

const listingFields = object({
  files: list(object({ title: text, pureContentLength: optional(sizeBytes) })),
});

/** The answer to files/{id}. A file of no bytes has no `pureContentLength`. */
export const listingShape: Shape<ListedFile[]> = (value, path) =>
  listingFields(value, path).files.map(({ title, pureContentLength = 0 }) => ({
    title,
    sizeBytes: pureContentLength,
  }));
