import { type PortalSettings, parseSettings } from "../../lib/settings";

/** A fixed date for all tests, between two clock changes in most zones. */
export const now = new Date("2026-11-20T12:00:00Z");

/** What is required, and nothing else. */
export const acme = {
  portalUrl: "https://acme.onlyoffice.com",
  reportTo: ["admin@example.com"],
  sender: "backup@example.com",
} as const;

/** The settings of one portal in the list `portals`: the required ones and those given. */
export function parseAcme(settings: Record<string, unknown> = {}): PortalSettings {
  const [parsed] = parseSettings({ portals: [{ ...acme, ...settings }] }, now);
  if (parsed === undefined) throw new Error("No portal came out of the settings of one portal.");
  return parsed;
}
