import { demandAdmin } from "./access";
import { type Answer, controllerError, Refusal, succeed } from "./answer";
import { isPresent } from "./archives";
import { type Call, readCount } from "./call";
import { downloadFromPortal, downloadFromStore } from "./download-link";
import { formatOffsetDate } from "./portal-date";
import { type Archive, type Folder, RootType } from "./portal-state";
import type { Route } from "./route";

/** Folders, files and what can be downloaded. */
export const fileRoutes: readonly Route[] = [
  { method: "GET", path: "/api/2.0/files/@my", access: "global-read", answer: listMyDocuments },
  { method: "GET", path: "/api/2.0/files/:id", access: "files-read", answer: listFolder },
  { method: "GET", path: "/storage/backup/:id", access: "signed", answer: downloadFromPortal },
  { method: "GET", path: "/object-store/:id", access: "signed", answer: downloadFromStore },
];

function listMyDocuments(call: Call): Answer {
  return listFolder(call, String(call.state.myDocumentsId));
}

function listFolder(call: Call, folderId: string): Answer {
  const { request, state } = call;
  const folder = state.folders.find(({ id }) => String(id) === folderId);
  if (folder === undefined) {
    return listConnectedFolder(call, folderId);
  }
  if (folder.access === "none") {
    throw new Refusal(controllerError(403, "Access denied"));
  }
  const files = sortFiles(call, findFiles(call, folder));
  const startIndex = readCount(call, "startIndex", 0);
  const listed = files.slice(startIndex, startIndex + readCount(call, "count", 100));
  return succeed(request, {
    files: listed.map(describeFile),
    folders: state.folders.filter(({ parentId }) => parentId === folder.id).map(describeFolder),
    current: describeFolder(folder),
    startIndex,
    count: listed.length,
    total: files.length,
  });
}

/**
 * A folder of an account that was connected for backups: for administrators alone, and empty here. The account's own
 * folder, whose id is the beginning of all others, has no parent.
 */
function listConnectedFolder(call: Call, segment: string): Answer {
  const { request, state } = call;
  const folderId = state.connectedFolderIds.find((id) => [id, encodeURIComponent(id)].includes(segment));
  if (folderId === undefined) {
    throw new Refusal(controllerError(404, "The required folder was not found"));
  }
  demandAdmin(call);
  const [accountId, path] = folderId.split("-|");
  const current = {
    id: folderId,
    title: path ?? "Box",
    parentId: path === undefined ? undefined : accountId,
    rootFolderType: RootType.connectedForBackup,
    security: { Read: true, Create: true },
  };
  return succeed(request, { files: [], folders: [], current, startIndex: 0, count: 0, total: 0 });
}

/** With a filter, what lies anywhere below counts too, as far as the search index has heard of it. */
function findFiles({ request, state, nowMs }: Call, { id }: Folder): Archive[] {
  const filter = (request.query.get("filterValue") ?? "").toLowerCase();
  const folderIds = filter === "" ? new Set([id]) : new Set(withDescendants(id, state.folders));
  return state.archives.filter((archive) => {
    const { folderId, fileName, createdMs } = archive;
    const isHere = folderId !== undefined && folderIds.has(folderId) && isPresent(archive, nowMs);
    const isIndexed = fileName.toLowerCase().includes(filter) && createdMs + state.searchLagMs <= nowMs;
    return isHere && (filter === "" || isIndexed);
  });
}

function withDescendants(id: number, folders: readonly Folder[]): number[] {
  const children = folders.filter(({ parentId }) => parentId === id);
  return [id, ...children.flatMap((child) => withDescendants(child.id, folders))];
}

function sortFiles({ request }: Call, files: Archive[]): Archive[] {
  const byDate = request.query.get("sortBy")?.toLowerCase() === "dateandtime";
  const sorted = files.toSorted((one, other) =>
    byDate ? one.createdMs - other.createdMs : one.fileName.localeCompare(other.fileName),
  );
  return request.query.get("sortOrder")?.toLowerCase() === "descending" ? sorted.reverse() : sorted;
}

function describeFile({ id, folderId, fileName, sizeBytes, createdMs }: Archive): object {
  return {
    id,
    folderId,
    title: fileName,
    contentLength: formatSize(sizeBytes),
    pureContentLength: sizeBytes === 0 ? undefined : sizeBytes,
    created: formatOffsetDate(createdMs),
    updated: formatOffsetDate(createdMs),
  };
}

function describeFolder({ id, title, parentId = 0, rootType, access }: Folder): object {
  const security = { Read: access !== "none", Create: access === "write" };
  return { id, title, parentId, rootFolderType: rootType, security };
}

function formatSize(sizeBytes: number): string {
  const power = sizeBytes === 0 ? 0 : Math.min(4, Math.floor(Math.log2(sizeBytes) / 10));
  return `${Math.round((sizeBytes / 1024 ** power) * 100) / 100} ${["bytes", "KB", "MB", "GB", "TB"][power]}`;
}
