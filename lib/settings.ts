import { parsePortal } from "./settings/parse-portal";
import type { PortalSettings } from "./settings/portal-settings";
import type { PortalSource } from "./settings/portal-source";
import { SettingsError, type SettingsProblem } from "./settings/settings-error";
import { findSources } from "./settings/settings-source";

export type { PortalSettings } from "./settings/portal-settings";
export { SettingsError } from "./settings/settings-error";

interface Portal {
  readonly source: PortalSource;
  readonly settings: PortalSettings;
}

/** Each portal gets a stack of its own, named after it: no two may share a name, or own the same sender. */
function findClashes(portals: readonly Portal[]): SettingsProblem[] {
  return portals.flatMap(({ source, settings }, index) => {
    const earlier = portals.slice(0, index);
    const problems: SettingsProblem[] = [];
    const namesake = earlier.find((other) => other.settings.name === settings.name);
    if (namesake !== undefined) {
      problems.push({
        path: source.locate("name"),
        found: `is ${JSON.stringify(settings.name)}${source.values.name === undefined ? ", after the portal's host" : ""}`,
        reason: `${namesake.source.locate("name")} is the same`,
        expected: "a name that no other portal has",
        example: source.write("name", `${settings.name.slice(0, 38)}-2`),
      });
    }
    const owner = earlier.find(
      (other) => other.settings.senderIdentity === "create" && other.settings.sender === settings.sender,
    );
    if (owner !== undefined && settings.senderIdentity === "create") {
      problems.push({
        path: source.locate("senderIdentity"),
        found: 'is "create"',
        reason: `${owner.source.place} creates ${settings.sender} already`,
        expected: '"create" for one portal, "existing" for the others with this sender',
        example: source.write("senderIdentity", "existing"),
      });
    }
    return problems;
  });
}

/** Two stacks for one portal are possible, and seldom meant. */
function noteSamePortal(portals: readonly Portal[]): PortalSettings[] {
  return portals.map(({ settings }, index) => {
    const twin = portals.slice(0, index).find((other) => other.settings.portalUrl === settings.portalUrl);
    if (twin === undefined) return settings;
    const text = `${twin.settings.name} backs up ${settings.portalUrl} as well: each makes backups of its own, and each counts what it may be charged for itself.`;
    return { ...settings, notes: [...settings.notes, { id: "same-portal-twice", text }] };
  });
}

/** A mistake in a default shows in each portal that takes it, and is told once. */
function tellOnce(problems: readonly SettingsProblem[]): SettingsProblem[] {
  const told = new Map<string, SettingsProblem>();
  for (const problem of problems) {
    const what = JSON.stringify([problem.path, problem.found, problem.reason]);
    if (!told.has(what)) told.set(what, problem);
  }
  return [...told.values()];
}

/**
 * Reads the settings from the CDK context. Whether there is a mistake depends on nothing else but the date.
 * @param context the list `portals` and what they share, `portalDefaults`, or the settings of a single portal as texts,
 *   among keys of the CDK itself
 * @param now the date from which clock changes are looked up: a time that one of them skips is refused
 * @returns at least one portal, in the order given
 * @throws {@link SettingsError} with all problems at once
 */
export function parseSettings(context: Readonly<Record<string, unknown>>, now: Date): PortalSettings[] {
  const { portals: sources, problems: misplaced } = findSources(context);
  const problems = [...misplaced];
  const portals: Portal[] = [];
  for (const source of sources) {
    const result = parsePortal(source, now);
    if (result.ok) portals.push({ source, settings: result.settings });
    else problems.push(...result.problems);
  }
  problems.push(...findClashes(portals));
  if (problems.length > 0) throw new SettingsError(tellOnce(problems));
  return noteSamePortal(portals);
}
