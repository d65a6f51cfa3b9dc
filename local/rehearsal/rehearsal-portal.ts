/** Besides, with the stand-in: a portal of the cloud that makes a backup each night, which its owner wants and pays for. */
export const standInSettings = { maxPaidBackupsPerMonth: "31" };

/**
 * The settings with which the rehearsal is deployed: those that are required, a name, a zone that is not UTC, and one's
 * own, which win.
 * @param settings `{portalPort}` in them stands for the port of `portalUrl`
 */
export function rehearsalPortal(portalUrl: string, settings: Readonly<Record<string, string>>) {
  const own = Object.entries(settings).map(([name, value]): [string, string] => [
    name,
    value.replace("{portalPort}", () => new URL(portalUrl).port),
  ]);
  return {
    name: "rehearsal",
    portalUrl,
    reportTo: ["admin@example.com"],
    sender: "backup@example.com",
    timeZone: "Europe/Berlin",
    ...Object.fromEntries(own),
  };
}
