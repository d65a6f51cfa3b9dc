import * as v from "valibot";
import type { RetentionSettings } from "./portal-settings";
import { refuse } from "./refuse";
import type { StorageType } from "./storage-type";

/** One backup alone may turn out to be the one that cannot be restored. */
export const minKeepLast = 3;

export const maxKeepLast = 100;

/** What JSON Schema can say of the object. */
export const retentionForm = {
  properties: { keepLast: { type: "integer", minimum: minKeepLast, maximum: maxKeepLast } },
  required: ["keepLast"],
  additionalProperties: false,
};

function complainAboutOthers(retention: Readonly<Record<string, unknown>>): string | undefined {
  const others = Object.keys(retention).filter((key) => key !== "keepLast");
  return others.length === 0 ? undefined : `it holds ${others.join(", ")}; keepLast is all that it takes`;
}

function complainAboutKeepLast(keepLast: number): string | undefined {
  if (!Number.isInteger(keepLast)) return "it is not a whole number";
  if (keepLast < minKeepLast) return "never fewer than three are kept";
  return keepLast > maxKeepLast ? `it is more than ${maxKeepLast}` : undefined;
}

const kept = v.pipe(
  v.record(v.string(), v.unknown()),
  refuse(complainAboutOthers),
  v.object({ keepLast: v.pipe(v.number(), refuse(complainAboutKeepLast)) }),
);

/** What is kept, once JSON text has been read. */
export const retention = v.lazy((value) => (value === "off" ? v.literal(value) : kept));

/** @returns why what is kept does not go with a type of storage, as a clause; undefined if it does */
export function complainAboutRetentionIn(type: StorageType, keeps: RetentionSettings): string | undefined {
  return type === "DataStore" && keeps !== "off"
    ? "storageType DataStore has no use for it, because the portal deletes such a backup itself after 24 hours; leave it " +
        'out, or write "off" in the portal\'s own entry'
    : undefined;
}
