import * as v from "valibot";
import { controllerError, Refusal, typeError } from "./answer";
import type { ApiRequest } from "./call";
import type { JobStorage } from "./job";
import { type Folder, type PortalState, RootType } from "./portal-state";

/** What a start asks for, as far as its types tell. */
export interface StorageOrder {
  readonly storageType: number;
  readonly params: ReadonlyMap<string, string>;
  readonly dump: boolean;
}

/** The names under which the API knows its storage types, in lower case; the second is the server's own misspelling. */
const STORAGE_TYPES = new Map([
  ["documents", 0],
  ["thridpartydocuments", 1],
  ["customcloud", 2],
  ["local", 3],
  ["datastore", 4],
  ["thirdpartyconsumer", 5],
]);

const INTEGER = /^-?\d{1,9}$/;

const Body = v.object({
  storageType: v.optional(v.union([v.string(), v.pipe(v.number(), v.integer())]), 0),
  storageParams: v.nullish(
    v.array(v.object({ key: v.string(), value: v.nullish(v.union([v.string(), v.number(), v.boolean()])) })),
  ),
  dump: v.optional(v.boolean(), false),
});

/** Reads the body of a start. @throws Refusal with 415 for what is not sent as JSON, 400 for a wrong type. */
export function readStorageOrder(request: ApiRequest): StorageOrder {
  if (!/^(application|text)\/([\w.-]+\+)?json\b/i.test(request.contentType)) {
    throw new Refusal(controllerError(415, "Unsupported media type"));
  }
  const body = v.safeParse(Body, parseJson(request.body));
  if (!body.success) {
    const [issue] = body.issues;
    throw new Refusal(typeError(v.getDotPath(issue) ?? "$", "The JSON value could not be converted."));
  }
  const { storageType, storageParams, dump } = body.output;
  const params = new Map((storageParams ?? []).map(({ key, value }) => [key, String(value ?? "")]));
  return { storageType: toStorageNumber(storageType), params, dump };
}

/** Finds the place that an order names. @throws Refusal with what that storage type answers when it is not usable. */
export function findStorage({ storageType, params }: StorageOrder, state: PortalState): JobStorage {
  switch (storageType) {
    case 0:
      return { kind: "documents", number: 0, folderId: findFolder(params.get("folderId"), state) };
    case 1:
      return {
        kind: "third-party-documents",
        number: 1,
        folderId: findConnected(params.get("folderId"), state),
      };
    case 3:
      if (!state.standalone) {
        throw new Refusal(controllerError(500, "Access denied"));
      }
      return { kind: "local", number: 3, filePath: params.get("filePath") ?? "" };
    case 4:
      return { kind: "data-store", number: 4 };
    case 5:
      return { kind: "consumer", number: 5, module: params.get("module") ?? "" };
    default:
      return { kind: "unusable", number: storageType };
  }
}

/** Why a job with this storage, though accepted, cannot succeed; `undefined` if it can. */
export function foreseeStorageError(storage: JobStorage, state: PortalState): string | undefined {
  switch (storage.kind) {
    case "unusable":
      return "Unknown storage type.";
    case "local":
      return state.serverPaths.includes(storage.filePath)
        ? undefined
        : `Could not find a part of the path '${storage.filePath}'.`;
    case "consumer":
      return state.modules.some(({ id, isSet }) => isSet && id === storage.module)
        ? undefined
        : `The storage module '${storage.module}' is not connected.`;
    default:
      return undefined;
  }
}

function findFolder(text: string | undefined, state: PortalState): number {
  if (text === undefined || !INTEGER.test(text)) {
    throw new Refusal(controllerError(400, "wrong folder type"));
  }
  const folder = state.folders.find(({ id }) => id === Number(text));
  if (folder === undefined) {
    throw new Refusal(controllerError(404, "The required folder was not found"));
  }
  if (folder.access !== "write" || isRootWithoutFiles(folder)) {
    throw new Refusal(controllerError(403, "Access denied"));
  }
  return folder.id;
}

/** Of the roots only "My documents" takes files; that of the rooms says so nowhere. */
function isRootWithoutFiles({ parentId, rootType }: Folder): boolean {
  return parentId === undefined && rootType !== RootType.myDocuments;
}

function findConnected(text: string | undefined, state: PortalState): string {
  if (text === undefined) {
    throw new Refusal(controllerError(500, "The given key 'folderId' was not present in the dictionary."));
  }
  if (INTEGER.test(text)) {
    throw new Refusal(controllerError(400, "wrong folder type"));
  }
  if (!state.connectedFolderIds.includes(text)) {
    throw new Refusal(controllerError(404, "The required folder was not found"));
  }
  return text;
}

function toStorageNumber(value: string | number): number {
  const number = INTEGER.test(String(value)) ? Number(value) : STORAGE_TYPES.get(String(value).toLowerCase());
  if (number === undefined) {
    throw new Refusal(typeError("storageType", "The JSON value could not be converted."));
  }
  return number;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal(typeError("$", "The input does not contain valid JSON."));
  }
}
