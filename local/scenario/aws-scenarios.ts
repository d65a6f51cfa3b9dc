import type { Scenario } from "./scenario";

/** What can keep the schedule's event from the function, or its report from the administrator. */
export const awsScenarios: readonly Scenario[] = [
  {
    name: "mail-rejected",
    summary: "SES refuses the report: the administrator's address is not verified, and SES is in its sandbox",
    arrange: ({ identities }) => void identities.verified.set("admin@example.com", false),
  },
  {
    name: "alarms-unconfirmed",
    summary: "nobody has followed the link in the mail by which alarms are confirmed",
    arrange: ({ subscriptions }) => subscriptions.unconfirmAll(),
  },
  {
    name: "undelivered",
    summary: "Lambda does not take the schedule's event, which ends in the dead-letter queue",
    arrange: ({ lambda }) => {
      lambda.rejection = { code: "TooManyRequestsException", message: "Rate Exceeded." };
    },
  },
];
