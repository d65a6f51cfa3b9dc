import type { Scenario } from "./scenario";

const DAY_MS = 24 * 60 * 60 * 1000;

/** What can be wrong with the API key, or with those whose key it is. */
export const keyScenarios: readonly Scenario[] = [
  {
    name: "placeholder-key",
    summary: "nobody has put the API key into the secret yet",
    arrange: ({ secret }) => {
      secret.value = JSON.stringify({ apiKey: "REPLACE-ME-with-the-DocSpace-API-key" });
    },
  },
  {
    name: "malformed-key",
    summary: "the secret holds more than the API key: the words before it were copied along",
    arrange: ({ secret }) => {
      secret.value = `Nightly backup: ${secret.value}`;
    },
  },
  {
    name: "padded-key",
    summary: "the secret holds white space and a line break around the API key",
    arrange: ({ secret }) => {
      secret.value = `  ${secret.value}\n`;
    },
  },
  {
    name: "key-expired",
    summary: "the API key expired yesterday",
    arrange: ({ portal, clock }) => {
      portal.state.key.expiresMs = clock.now() - DAY_MS;
    },
  },
  {
    name: "key-expiring",
    summary: "the API key expires in five days",
    arrange: ({ portal, clock }) => {
      portal.state.key.expiresMs = clock.now() + 5 * DAY_MS;
    },
  },
  {
    name: "key-inactive",
    summary: "somebody has switched the API key off in the portal",
    arrange: ({ portal }) => {
      portal.state.key.isActive = false;
    },
  },
  {
    name: "read-only-key",
    summary: "the API key may look at backups but not start one",
    arrange: ({ portal }) => {
      portal.state.key.permissions = ["*:read"];
    },
  },
  {
    name: "forbidden",
    summary: "the owner of the API key is no longer an administrator",
    arrange: ({ portal }) => {
      portal.state.owner.isAdmin = false;
    },
  },
];
