import type { StorageSettings } from "./portal-settings";
import type { StorageType } from "./storage-type";

/** The settings of a storage as they were written, each right by itself. */
export interface StorageFields {
  readonly storageType: StorageType;
  readonly folderId?: string | undefined;
  readonly filePath?: string | undefined;
  readonly storageParams?: Readonly<Record<string, string>> | undefined;
}

/** A setting that its storage type does not take in this form, lacks, or has no use for. */
export interface StorageMismatch {
  readonly setting: "folderId" | "filePath" | "storageParams";
  readonly reason: string;
}

export type StorageResult =
  | { readonly ok: true; readonly storage: StorageSettings }
  | { readonly ok: false; readonly mismatches: readonly StorageMismatch[] };

/** The portal reads the id of one of its own folders as a 32-bit integer. */
const maxFolderId = 2 ** 31 - 1;

/** With the other variables it must fit into the 4 KB that Lambda has for a function's environment, written as JSON. */
const maxParamsLength = 750;

/**
 * Says what the portal's API needs to know about a storage besides its type.
 * @returns `storageParams` of the API by name: `{}`, `{folderId: "42"}` …
 */
export function listStorageParams(storage: StorageSettings): Readonly<Record<string, string>> {
  switch (storage.type) {
    case "Documents":
      return storage.folderId === undefined ? {} : { folderId: `${storage.folderId}` };
    case "ThridpartyDocuments":
      return { folderId: storage.folderId };
    case "Local":
      return { filePath: storage.filePath };
    case "DataStore":
      return {};
    case "ThirdPartyConsumer":
      return storage.params;
  }
}

function findSuperfluous(fields: StorageFields, needed?: StorageMismatch["setting"]): StorageMismatch[] {
  const settings = ["folderId", "filePath", "storageParams"] as const;
  return settings
    .filter((setting) => setting !== needed && fields[setting] !== undefined)
    .map((setting) => ({
      setting,
      reason: `storageType ${fields.storageType} has no use for it; leave it out`,
    }));
}

function parseDocuments({ folderId }: StorageFields): StorageSettings | StorageMismatch {
  if (folderId === undefined) return { type: "Documents" };
  if (/^[1-9]\d*$/.test(folderId) && Number(folderId) <= maxFolderId) {
    return { type: "Documents", folderId: Number(folderId) };
  }
  return {
    setting: "folderId",
    reason: "for Documents it is a positive whole number, as in the folder's address",
  };
}

function parseThirdPartyDocuments({ folderId }: StorageFields): StorageSettings | StorageMismatch {
  if (folderId === undefined) {
    return { setting: "folderId", reason: "ThridpartyDocuments needs the folder of a connected account" };
  }
  if (/^[+-]?\d+$/.test(folderId)) {
    return {
      setting: "folderId",
      reason: "a number is a folder of the portal itself: that is storageType Documents",
    };
  }
  return { type: "ThridpartyDocuments", folderId };
}

function parseLocal({ filePath }: StorageFields): StorageSettings | StorageMismatch {
  return filePath === undefined
    ? { setting: "filePath", reason: "Local needs the folder on the server" }
    : { type: "Local", filePath };
}

function parseConsumer({ storageParams }: StorageFields): StorageSettings | StorageMismatch {
  return storageParams?.module === undefined
    ? { setting: "storageParams", reason: "ThirdPartyConsumer needs at least the module" }
    : { type: "ThirdPartyConsumer", params: storageParams };
}

const kinds = {
  Documents: { parse: parseDocuments, needed: "folderId" },
  ThridpartyDocuments: { parse: parseThirdPartyDocuments, needed: "folderId" },
  Local: { parse: parseLocal, needed: "filePath" },
  DataStore: { parse: () => ({ type: "DataStore" }), needed: undefined },
  ThirdPartyConsumer: { parse: parseConsumer, needed: "storageParams" },
} as const satisfies Record<
  StorageType,
  {
    readonly parse: (fields: StorageFields) => StorageSettings | StorageMismatch;
    readonly needed: StorageMismatch["setting"] | undefined;
  }
>;

/** Checks that a storage type has all that it needs and nothing else. */
export function parseStorage(fields: StorageFields): StorageResult {
  const { parse, needed } = kinds[fields.storageType];
  const parsed = parse(fields);
  const mismatches = findSuperfluous(fields, needed);
  if ("reason" in parsed) return { ok: false, mismatches: [parsed, ...mismatches] };
  const variable = JSON.stringify(listStorageParams(parsed));
  if (needed !== undefined && JSON.stringify(variable).length > maxParamsLength) {
    const reason = `as JSON it is longer than ${maxParamsLength} characters, which the function's environment cannot hold`;
    return { ok: false, mismatches: [{ setting: needed, reason }, ...mismatches] };
  }
  return mismatches.length > 0 ? { ok: false, mismatches } : { ok: true, storage: parsed };
}
