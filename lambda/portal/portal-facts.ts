import { quote } from "../outside-text";
import {
  anyObject,
  attempt,
  either,
  flag,
  list,
  number,
  object,
  optional,
  type Read,
  type Shape,
  text,
} from "../shape";
import { readDate } from "./answers";

const quoted: Shape<string> = (value, path) => quote(text(value, path));
const moment: Shape<number | undefined> = (value, path) => readDate(optional(text)(value, path));

/** Reads an enumeration: a number today, a name on servers of another version. Names are told in small letters. */
function named(...names: readonly string[]): Shape<string> {
  const enumeration = either(number, text);
  return (value, path) => {
    const read = enumeration(value, path);
    return typeof read === "number" ? (names[read] ?? `${read}`) : quote(read).toLowerCase();
  };
}

/** What a portal tells of itself without a key. */
export interface PortalState {
  /** True on a self-hosted server, false on the vendor's cloud. */
  readonly standalone: boolean;
  /** `active`, `suspended`, `restoring`, `encryption` … */
  readonly status: string;
}

const tenant = object({
  standalone: flag,
  tenantStatus: optional(
    named("active", "suspended", "removepending", "transfering", "restoring", "migrating", "encryption"),
  ),
});

export const stateShape: Shape<PortalState> = (value, path) => {
  const { standalone, tenantStatus = "active" } = tenant(value, path);
  return { standalone, status: tenantStatus };
};

export const versionShape: Shape<string> = (value, path) =>
  object({ docSpace: quoted })(value, path).docSpace;

const owner = object({ displayName: quoted });

/** What a portal tells of the key with which it is asked. Texts are quotes. */
export const keyShape = object({
  name: optional(quoted),
  /** The key's last four characters. */
  keyPostfix: optional(quoted),
  /** Scopes; none means everything. */
  permissions: optional(list(quoted)),
  /** In milliseconds since 1970; undefined for a key that never expires. */
  expiresAt: moment,
  isActive: optional(flag),
  createBy: (value) => attempt(owner, value)?.displayName,
});

export type KeyFacts = Read<typeof keyShape>;

const folder = object({
  title: optional(quoted),
  parentId: optional(either(number, text)),
  rootFolderType: (value) => attempt(number, value),
  security: optional(object({ Create: optional(flag) })),
});

/** A folder that may take archives. */
export interface PortalFolder {
  /** A quote. */
  readonly title: string;
  /** Whether the key's owner may add to it; undefined where the portal does not tell. */
  readonly isWritable: boolean | undefined;
  /** Whether it is one of the portal's own, such as Rooms or Archive, which takes rooms and no files. */
  readonly isRoot: boolean;
}

/** Root folders that take files, by their number among the portal's kinds: "My documents", and one of a connected account. */
const takingFiles = [5, 21];

export const folderFactsShape: Shape<PortalFolder> = (value, path) => {
  const { title = "", parentId, rootFolderType, security } = object({ current: folder })(value, path).current;
  const isRoot = !parentId && rootFolderType !== undefined && !takingFiles.includes(rootFolderType);
  return { title, isWritable: security?.Create, isRoot };
};

/** A storage module, such as S3. */
export const modulesShape = list(
  object({
    id: quoted,
    isSet: optional(flag),
    properties: optional(list(object({ name: quoted }))),
  }),
);

const features = object({ features: list(anyObject) });
const feature = object({ value: number, used: optional(object({ value: number })) });
const used = object({ value: number });

/**
 * How many free backups a month has, and how many of them are used; undefined where they are not counted, which the portal
 * says by a number below 0. Anything else does not fit: whoever cannot read this must not take it for "enough".
 */
export const freeBackupsShape: Shape<{ readonly allowed: number; readonly used: number } | undefined> = (
  value,
  path,
) => {
  const found = features(value, path).features.find(({ id }) => id === "free_backup");
  const where = `${path}.free_backup`;
  const free = feature(found, where);
  return free.value < 0 ? undefined : { allowed: free.value, used: used(free.used, `${where}.used`).value };
};

export const serviceStateShape: Shape<boolean> = (value, path) =>
  object({ enabled: flag })(value, path).enabled;

/** How many backups the plan of a cloud portal allows in this calendar month, UTC. Deleted ones count. */
export interface Allowance {
  /** Free ones, and how many of them are used. */
  readonly freeAllowed: number;
  readonly freeUsed: number;
  /** Those that were charged; undefined where the portal did not tell. */
  readonly paid?: number;
  /** Whether ones beyond the free ones are made, and charged when they complete; undefined likewise. */
  readonly pays?: boolean;
  /** Why the portal did not tell one of these: a quote. */
  readonly untold?: string;
}

/** A cloud portal's plan. */
export interface PlanFacts {
  /** `trial`, `paid`, `delay` (overdue, and still served), `notpaid` … */
  readonly state: string;
  /** Until when it is paid or tried, in milliseconds since 1970; undefined for a plan without an end. */
  readonly dueMs: number | undefined;
}

const tariff = object({ state: named("trial", "paid", "delay", "notpaid"), dueDate: moment });

export const planShape: Shape<PlanFacts> = (value, path) => {
  const { state, dueDate } = tariff(value, path);
  return { state, dueMs: dueDate };
};
