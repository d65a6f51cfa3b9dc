/** The settings of one portal as somebody wrote them, and how to talk about them. */
export interface PortalSource {
  /** What the portal is called there: `portals[0]`, `the command line`. */
  readonly place: string;
  /** The portal's own, and the defaults where it has none. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Whether a setting is given, and not by the portal itself but by the defaults of all. */
  inherits(setting: string): boolean;
  /** Where a setting stands: `portals[0].at`, `portalDefaults.at`, `-c at`. */
  locate(setting: string): string;
  /** How a setting is written there: `"at": "04:30"`, `-c at=04:30`. */
  write(setting: string, value: unknown): string;
}

type Values = PortalSource["values"];

function writeJson(setting: string, value: unknown): string {
  return `${JSON.stringify(setting)}: ${JSON.stringify(value)}`;
}

/** An entry of the list `portals`, which takes from the defaults what it does not have itself. */
export function describeEntry(index: number, own: Values, defaults: Values): PortalSource {
  const place = `portals[${index}]`;
  const inherits = (setting: string) => Object.hasOwn(defaults, setting) && !Object.hasOwn(own, setting);
  return {
    place,
    values: { ...defaults, ...own },
    inherits,
    locate: (setting) => `${inherits(setting) ? "portalDefaults" : place}.${setting}`,
    write: writeJson,
  };
}

/** The defaults by themselves, before any portal takes them. */
export function describeDefaults(values: Values): PortalSource {
  return { ...describeEntry(0, {}, values), place: "portalDefaults" };
}

/** The settings of a single portal, each an option of the CDK's command line. */
export function describeCommandLine(values: Values): PortalSource {
  return {
    place: "the command line",
    values,
    inherits: () => false,
    locate: (setting) => `-c ${setting}`,
    write: (setting, value) => {
      const isPlain = typeof value !== "object" || Array.isArray(value);
      return isPlain ? `-c ${setting}=${value}` : `-c '${setting}=${JSON.stringify(value)}'`;
    },
  };
}
