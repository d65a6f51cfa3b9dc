import type { Scenario } from "./scenario";

/** What can be wrong with the place that the settings name for the archive. */
export const storageScenarios: readonly Scenario[] = [
  {
    name: "wrong-folder",
    summary: "the folder in the settings does not exist",
    settings: { folderId: "4711" },
    arrange: () => undefined,
  },
  {
    name: "root-folder",
    summary: "the folder in the settings is the one that holds all rooms, which takes no files",
    settings: { folderId: "2" },
    arrange: () => undefined,
  },
  {
    name: "folder-read-only",
    summary: "the owner of the API key may only read in the folder in the settings",
    settings: { folderId: "30117" },
    arrange: () => undefined,
  },
  {
    name: "dump-in-cloud",
    summary: "the settings want a dump of the whole installation, which the cloud refuses",
    settings: { dump: "true" },
    arrange: () => undefined,
  },
  {
    name: "local-in-cloud",
    summary: "the settings name a folder on the server's own disk, which the cloud refuses",
    settings: { storageType: "Local", filePath: "/var/backups" },
    arrange: () => undefined,
  },
  {
    name: "module-not-connected",
    summary: "the settings name a storage module that is not connected in the portal",
    settings: {
      storageType: "ThirdPartyConsumer",
      storageParams: JSON.stringify({ module: "GoogleCloud", bucket: "acme" }),
    },
    arrange: () => undefined,
  },
];
