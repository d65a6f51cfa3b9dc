/** The settings with which the rehearsal is deployed: those that are required, a name, and a zone that is not UTC. */
export function rehearsalPortal(portalUrl: string) {
  return {
    name: "rehearsal",
    portalUrl,
    reportTo: ["admin@example.com"],
    sender: "backup@example.com",
    timeZone: "Europe/Berlin",
  };
}
