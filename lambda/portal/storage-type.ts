/**
 * The portal's kinds of storage, each at the place that is its number in the API.
 * `ThridpartyDocuments` is spelt as the API spells it. `CustomCloud` can be asked for but never works.
 */
const numbered = [
  "Documents",
  "ThridpartyDocuments",
  "CustomCloud",
  "Local",
  "DataStore",
  "ThirdPartyConsumer",
] as const;

export type AnyStorageType = (typeof numbered)[number];

/** The kinds of storage that a backup can really be written to. */
export const storageTypes = [
  "Documents",
  "ThridpartyDocuments",
  "Local",
  "DataStore",
  "ThirdPartyConsumer",
] as const satisfies readonly AnyStorageType[];

export type StorageType = (typeof storageTypes)[number];

/** Reads a kind of storage from an answer, where it is a number or (older and newer servers) a name. */
export function readStorageType(value: number | string): AnyStorageType | undefined {
  if (typeof value === "number") return numbered[value];
  return numbered.find((name) => name.toLowerCase() === value.toLowerCase());
}
