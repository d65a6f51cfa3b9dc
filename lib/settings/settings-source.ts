import { checkDefaults, isOwnSetting } from "./check-defaults";
import { describeValue } from "./describe-value";
import { complainAboutKeyBesideList, complainAboutTopKey, guessTopKey } from "./misplaced-key";
import { describeCommandLine, describeDefaults, describeEntry, type PortalSource } from "./portal-source";
import type { SettingsProblem } from "./settings-error";

/** All that could be found, and what stands in the way of using it. */
export interface Sources {
  readonly portals: readonly PortalSource[];
  readonly problems: readonly SettingsProblem[];
}

/** What the CDK's command line itself keeps in the context under a plain name. */
const cdkKeys: readonly string[] = ["acknowledged-issue-numbers", "cdk-migrate", "cli-telemetry"];

function isForeign(key: string): boolean {
  return /^@|[:/]/.test(key) || cdkKeys.includes(key);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function complainAboutPortals(path: string, found: string): SettingsProblem {
  return {
    path,
    found,
    expected: "a list with an object for each portal, which has at least portalUrl, reportTo and sender",
    example:
      '"portals": [{ "portalUrl": "https://acme.onlyoffice.com", "reportTo": "admin@example.com", "sender": "backup@example.com" }]',
  };
}

function complainAboutDefaults(defaults: unknown): SettingsProblem {
  return {
    path: "portalDefaults",
    found: `is ${describeValue(defaults)}`,
    expected: "an object of the settings that each portal takes unless it has its own",
    example: '"portalDefaults": { "timeZone": "Europe/Berlin" }',
  };
}

function complainAboutUnusedDefaults(): SettingsProblem {
  return {
    path: "portalDefaults",
    found: "is given, but the portal is not in the list portals",
    reason:
      "defaults are for the list alone, and not for the settings of a single portal on the command line",
    expected:
      "either the list portals with portalDefaults in cdk.json, or all settings of a single portal with -c and no defaults",
    example: "-c 'portalDefaults={}'",
  };
}

function findEntries(entries: readonly unknown[], defaults: Record<string, unknown>): Sources {
  const shared = Object.fromEntries(Object.entries(defaults).filter(([setting]) => !isOwnSetting(setting)));
  const portals: PortalSource[] = [];
  const problems: SettingsProblem[] = [];
  for (const [index, entry] of entries.entries()) {
    if (isRecord(entry)) portals.push(describeEntry(index, entry, shared));
    else problems.push(complainAboutPortals(`portals[${index}]`, `is ${describeValue(entry)}`));
  }
  return { portals, problems };
}

/** On the command line a list or an object is JSON text, and takes the place of the one in cdk.json. */
function parseJsonText(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/**
 * Finds the settings in the CDK context: the list `portals` with what they take from `portalDefaults`, or the settings
 * of a single portal given with `-c`. Keys that belong to the CDK are left alone; every other one counts as meant for us.
 */
export function findSources(context: Readonly<Record<string, unknown>>): Sources {
  const { portals: list = [], portalDefaults = {}, ...rest } = context;
  const entries = parseJsonText(list);
  const defaults = parseJsonText(portalDefaults);
  const scalars: Record<string, unknown> = {};
  const misspelt: SettingsProblem[] = [];
  for (const [key, value] of Object.entries(rest).filter(([name]) => !isForeign(name))) {
    const meant = guessTopKey(key);
    if (meant === undefined) scalars[key] = value;
    else misspelt.push(complainAboutTopKey(key, meant));
  }

  // What a portal lacks and what it does not cannot be said without the defaults.
  if (!isRecord(defaults)) return { portals: [], problems: [...misspelt, complainAboutDefaults(defaults)] };
  const problems = [...misspelt, ...checkDefaults(describeDefaults(defaults))];
  if (!Array.isArray(entries)) {
    problems.push(complainAboutPortals("portals", `is ${describeValue(entries)}`));
    return { portals: [], problems };
  }
  if (entries.length > 0) {
    const found = findEntries(entries, defaults);
    const misplaced = Object.entries(scalars).map(([key, value]) => complainAboutKeyBesideList(key, value));
    return { portals: found.portals, problems: [...problems, ...misplaced, ...found.problems] };
  }
  if (Object.keys(scalars).length > 0) {
    if (Object.keys(defaults).length > 0) problems.push(complainAboutUnusedDefaults());
    return { portals: [describeCommandLine(scalars)], problems };
  }
  if (misspelt.length === 0) {
    const found = "in cdk.json has no entry, and the command line has no settings";
    problems.push(complainAboutPortals("portals", found));
  }
  return { portals: [], problems };
}
