import { maintenancePage, rateLimitAnswer } from "../portal/weather";
import type { Scenario } from "./scenario";

/** What can come between function and portal. */
export const weatherScenarios: readonly Scenario[] = [
  {
    name: "rate-limited",
    summary: "the portal limits the rate of requests for the first 10 seconds",
    arrange: ({ portal }) =>
      portal.addWeather({
        lasts: { sinceFirstMs: 10_000 },
        disturbance: { kind: "page", page: rateLimitAnswer(5), processing: "never" },
      }),
  },
  {
    name: "maintenance-page",
    summary: "a maintenance page stands in front of the portal for the first 10 seconds",
    arrange: ({ portal }) =>
      portal.addWeather({
        lasts: { sinceFirstMs: 10_000 },
        disturbance: { kind: "page", page: maintenancePage(), processing: "never" },
      }),
  },
  {
    name: "ambiguous-start",
    summary: "the portal begins the backup but never answers the call that started it",
    arrange: ({ portal }) =>
      portal.addWeather({
        meets: { method: "POST", path: "/backup/startbackup" },
        lasts: { requests: 1 },
        disturbance: { kind: "silence", processing: "at-once" },
      }),
  },
];
