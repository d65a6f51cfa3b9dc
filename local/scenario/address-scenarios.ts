import { otherServerPage } from "../portal/weather";
import type { Scenario } from "./scenario";

/** What can be found at the portal's address instead of it. */
export const addressScenarios: readonly Scenario[] = [
  {
    name: "unreachable",
    summary: "nothing listens at the portal's address",
    arrange: ({ portal }) => portal.refuseConnections(),
  },
  {
    name: "no-such-host",
    summary: "the portal's address in the settings has a name that does not exist",
    settings: { portalUrl: "https://docspace.invalid" },
    arrange: () => undefined,
  },
  {
    name: "bad-certificate",
    summary: "the portal's address begins with https, and what listens there shows no certificate",
    settings: { portalUrl: "https://127.0.0.1:{portalPort}" },
    arrange: () => undefined,
  },
  {
    name: "other-server",
    summary: "another web server listens at the portal's address, and has a page for everything",
    arrange: ({ portal }) =>
      portal.addWeather({
        lasts: "always",
        disturbance: { kind: "page", page: otherServerPage(), processing: "never" },
      }),
  },
];
