import { settingNames } from "./setting-schemas";

/** What the examples of both forms have in common: a portal in the cloud, backed up into one of its own folders. */
export const examplePortal = {
  name: "acme",
  portalUrl: "https://acme.onlyoffice.com",
  reportTo: ["admin@example.com", "it@example.com"],
  sender: "backup@example.com",
  at: "04:30",
  days: "daily",
  timeZone: "Europe/Berlin",
  storageType: "Documents",
  folderId: 1234,
} as const;

const portalLines = Object.entries(examplePortal).map(
  ([name, value]) => `      "${name}": ${JSON.stringify(value)}`,
);

const commandLine = Object.entries(examplePortal)
  .map(([name, value]) => `    -c ${name}=${value}`)
  .join(" \\\n");

/** How complete settings look in both forms. */
export const settingsExample = `A complete example, for cdk.json under "context"; each portal becomes a stack of its own:

  "portals": [
    {
${portalLines.join(",\n")}
    }
  ]

What several portals have in common may stand once, beside the list, in "portalDefaults": { … }.

The same for a single portal on the command line:

  npx cdk synth \\
${commandLine}

Required are portalUrl, reportTo and sender. All settings: ${settingNames.join(", ")}.`;

/** Where to read on. */
export const settingsHint = "All settings, with their meaning: README.md, Settings.";
