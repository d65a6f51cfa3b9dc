import { quote } from "../outside-text";
import { attempt, either, flag, list, number, object, optional, type Read, type Shape, text } from "../shape";
import { readDate } from "./answers";

const quoted: Shape<string> = (value, path) => quote(text(value, path));
const moment: Shape<number | undefined> = (value, path) => readDate(optional(text)(value, path));

/** A portal's state, by its number in the API: anything else is told as that number. */
const tenantStates: readonly (string | undefined)[] = [
  "active",
  "suspended",
  undefined,
  undefined,
  "restoring",
  undefined,
  "encrypting",
];

/** What a portal tells of itself without a key. */
export interface PortalState {
  /** True on a self-hosted server, false on the vendor's cloud. */
  readonly standalone: boolean;
  /** `active`, `suspended`, `restoring`, `encrypting`, or another state's number. */
  readonly status: string;
}

export const stateShape: Shape<PortalState> = (value, path) => {
  const { standalone, tenantStatus = 0 } = object({ standalone: flag, tenantStatus: optional(number) })(
    value,
    path,
  );
  return { standalone, status: tenantStates[tenantStatus] ?? `${tenantStatus}` };
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
  rootFolderType: optional(number),
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

const allowance = object({ id: text, value: number, used: optional(object({ value: number })) });

/** How many free backups a month has, and how many of them are used; undefined where the portal counts none. */
export const freeBackupsShape: Shape<{ readonly allowed: number; readonly used: number } | undefined> = (
  value,
  path,
) => {
  const { features } = object({ features: list((feature) => attempt(allowance, feature)) })(value, path);
  const found = features.find((feature) => feature?.id === "free_backup");
  return found && found.value >= 0 ? { allowed: found.value, used: found.used?.value ?? 0 } : undefined;
};

export const serviceStateShape: Shape<boolean> = (value, path) =>
  object({ enabled: flag })(value, path).enabled;
