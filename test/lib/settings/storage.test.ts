import type { StorageSettings } from "../../../lib/settings/portal-settings";
import { listStorageParams } from "../../../lib/settings/storage";
import { findStorageType, storageTypes } from "../../../lib/settings/storage-type";

test.each<[StorageSettings, Record<string, string>]>([
  [{ type: "Documents" }, {}],
  [{ type: "Documents", folderId: 42 }, { folderId: "42" }],
  [{ type: "ThridpartyDocuments", folderId: "sbox-7" }, { folderId: "sbox-7" }],
  [{ type: "Local", filePath: "/backup" }, { filePath: "/backup" }],
  [{ type: "DataStore" }, {}],
  [
    { type: "ThirdPartyConsumer", params: { module: "S3", bucket: "b" } },
    { module: "S3", bucket: "b" },
  ],
])("the portal is told of %j as texts", (storage, params) => {
  expect(listStorageParams(storage)).toEqual(params);
});

test.each(storageTypes)("%s is found in any case", (type) => {
  expect(findStorageType(type.toUpperCase())).toBe(type);
});
