import { describeValue } from "./describe-value";
import type { SettingsProblem } from "./settings-error";

/** The settings of one portal as somebody wrote them, and how to talk about them. */
export interface PortalSource {
  readonly values: Readonly<Record<string, unknown>>;
  /** Where a setting stands: `portals[0].at`, `-c at`. */
  locate(setting: string): string;
  /** How a setting is written there: `"at": "04:30"`, `-c at=04:30`. */
  write(setting: string, value: unknown): string;
}

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

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function describeEntry(index: number, values: Record<string, unknown>): PortalSource {
  return {
    values,
    locate: (setting) => `portals[${index}].${setting}`,
    write: (setting, value) => `${JSON.stringify(setting)}: ${JSON.stringify(value)}`,
  };
}

function describeCommandLine(values: Record<string, unknown>): PortalSource {
  return {
    values,
    locate: (setting) => `-c ${setting}`,
    write: (setting, value) => {
      const isPlain = typeof value !== "object" || Array.isArray(value);
      return isPlain ? `-c ${setting}=${value}` : `-c '${setting}=${JSON.stringify(value)}'`;
    },
  };
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

function complainAboutSecondSource(key: string): SettingsProblem {
  return {
    path: `-c ${key}`,
    found: "is given besides the list portals",
    reason: "it is not clear which portal it is for",
    expected: "either the list portals in cdk.json, or the settings of a single portal with -c",
  };
}

function findEntries(entries: readonly unknown[]): Sources {
  const portals: PortalSource[] = [];
  const problems: SettingsProblem[] = [];
  for (const [index, entry] of entries.entries()) {
    if (isRecord(entry)) portals.push(describeEntry(index, entry));
    else problems.push(complainAboutPortals(`portals[${index}]`, `is ${describeValue(entry)}`));
  }
  return { portals, problems };
}

/** On the command line the list is JSON text, and takes the place of the one in cdk.json. */
function parseList(entries: unknown): unknown {
  if (typeof entries !== "string") return entries;
  try {
    return JSON.parse(entries);
  } catch {
    return entries;
  }
}

/**
 * Finds the settings in the CDK context: the list `portals`, or the settings of a single portal given with `-c`.
 * Keys that belong to the CDK are left alone; every other one counts as meant for us.
 */
export function findSources(context: Readonly<Record<string, unknown>>): Sources {
  const { portals: list = [], ...rest } = context;
  const entries = parseList(list);
  const scalars = Object.fromEntries(Object.entries(rest).filter(([key]) => !isForeign(key)));
  const keys = Object.keys(scalars);
  if (!Array.isArray(entries)) {
    return { portals: [], problems: [complainAboutPortals("portals", `is ${describeValue(entries)}`)] };
  }
  if (entries.length > 0) {
    const { portals, problems } = findEntries(entries);
    return { portals, problems: [...keys.map(complainAboutSecondSource), ...problems] };
  }
  if (keys.length > 0) return { portals: [describeCommandLine(scalars)], problems: [] };
  const found = "in cdk.json has no entry, and the command line has no settings";
  return { portals: [], problems: [complainAboutPortals("portals", found)] };
}
