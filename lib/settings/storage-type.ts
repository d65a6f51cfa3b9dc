import type { StorageSettings } from "./portal-settings";
import { describeWords } from "./word-form";

export type StorageType = StorageSettings["type"];

/** The kinds of storage that can be used, spelt as the portal's API spells them. */
export const storageTypes: readonly StorageType[] = [
  "Documents",
  "ThridpartyDocuments",
  "Local",
  "DataStore",
  "ThirdPartyConsumer",
];

/** What JSON Schema can say of the name of a type. */
export const storageTypeForm = describeWords(storageTypes, ["ThirdpartyDocuments"]);

/** @returns the type that a name in any case and in right or API spelling stands for, or undefined */
export function findStorageType(name: string): StorageType | undefined {
  const wanted = name.toLowerCase().replace("thirdpartydocuments", "thridpartydocuments");
  return storageTypes.find((type) => type.toLowerCase() === wanted);
}

/** @returns why no storage of this name can be used, as a clause */
export function explainStorageType(name: string): string {
  return name.toLowerCase() === "customcloud"
    ? "the portal accepts CustomCloud, but the backup then dies of an unknown storage type; a bucket is a ThirdPartyConsumer"
    : "DocSpace has no such storage";
}
