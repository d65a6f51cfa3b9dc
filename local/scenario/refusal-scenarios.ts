import type { Scenario } from "./scenario";

const DAY_MS = 24 * 60 * 60 * 1000;

/** What keeps a backup from being started, or its report from being sent. */
export const refusalScenarios: readonly Scenario[] = [
  {
    name: "wrong-folder",
    summary: "the folder in the settings does not exist",
    settings: { folderId: "4711" },
    arrange: () => undefined,
  },
  {
    name: "forbidden",
    summary: "the owner of the API key is no longer an administrator",
    arrange: ({ portal }) => {
      portal.state.owner.isAdmin = false;
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
    name: "key-expired",
    summary: "the API key expired yesterday",
    arrange: ({ portal, clock }) => {
      portal.state.key.expiresMs = clock.now() - DAY_MS;
    },
  },
  {
    name: "placeholder-key",
    summary: "nobody has put the API key into the secret yet",
    arrange: ({ secret }) => {
      secret.value = JSON.stringify({ apiKey: "REPLACE-ME-with-the-DocSpace-API-key" });
    },
  },
  {
    name: "quota",
    summary: "this month's free backups are used up and paid ones are off",
    arrange: ({ portal, clock }) =>
      portal.onFirstRequest(() => {
        const { completedBackups, plan } = portal.state;
        for (let used = 0; used < plan.freeBackupsPerMonth; used += 1) {
          completedBackups.push({ atMs: clock.now(), paid: false });
        }
      }),
  },
  {
    name: "mail-rejected",
    summary: "SES refuses the report: an address is not verified",
    arrange: ({ mail }) => {
      mail.rejection = {
        code: "MessageRejected",
        message:
          "Email address is not verified. The following identities failed the check in region EU-CENTRAL-1: admin@example.com",
      };
    },
  },
  {
    name: "undelivered",
    summary: "Lambda does not take the schedule's event, which ends in the dead-letter queue",
    arrange: ({ lambda }) => {
      lambda.rejection = { code: "TooManyRequestsException", message: "Rate Exceeded." };
    },
  },
];
