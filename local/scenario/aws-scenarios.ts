import type { Scenario } from "./scenario";

/** What can keep the schedule's event from the function, or its report from the administrator. */
export const awsScenarios: readonly Scenario[] = [
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
