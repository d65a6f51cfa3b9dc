import type { Environment, EnvironmentName } from "./environment";
import { type StorageType, storageTypes } from "./portal/storage-type";
import { anyObject, attempt, json, type Shape, text } from "./shape";

/** Where the archive goes, as the portal's API wants to be told. */
export interface Storage {
  readonly type: StorageType;
  /** For example `{ folderId: "42" }`; empty for `Documents` means "My documents" of the key's owner. */
  readonly params: Readonly<Record<string, string>>;
}

/** When backups are due, in local time. */
export interface Schedule {
  readonly hour: number;
  readonly minute: number;
  /** Numbers of weekdays, of which Sunday is 0. */
  readonly days: readonly number[];
}

/** Whom the report goes to, and from whom. Read by itself, so that a mistake elsewhere can still be mailed. */
export interface MailConfiguration {
  readonly sender: string;
  readonly recipients: readonly string[];
}

/** What the function was told by its stack. */
export interface Configuration {
  readonly backupName: string;
  /** The portal's origin, without a slash at its end. */
  readonly portalUrl: string;
  readonly apiKeySecretArn: string;
  readonly storage: Storage;
  /** Whether the whole installation is backed up rather than this portal. */
  readonly dump: boolean;
  readonly timeZone: string;
  /** When backups are due, in that zone. */
  readonly schedule: Schedule | "paused";
  /** How long a backup is followed before the run ends without knowing how it ended. */
  readonly giveUpAfterMs: number;
  /** How many of the newest backups are kept, 3 or more; undefined if none is ever deleted. */
  readonly keepLast: number | undefined;
  /** How many paid backups a calendar month (UTC) may have on ONLYOFFICE's cloud. */
  readonly maxPaidBackupsPerMonth: number;
  /** Where the folder `docs` of this project can be read; undefined if nowhere. */
  readonly docsUrl: string | undefined;
  /** Name of the table that the ledger is kept in. */
  readonly ledgerTable: string;
  /** Name of the schedule group that holds the wake-ups. */
  readonly wakeUpGroup: string;
  /** ARN of the role as which the scheduler wakes the function. */
  readonly wakeUpRoleArn: string;
}

/** An environment variable is missing or unusable: the stack was changed by hand, or bundle and stack differ in age. */
export class ConfigurationError extends Error {
  override name = "ConfigurationError";
  constructor(variable: EnvironmentName, expected: string, value: string | undefined) {
    super(
      `The function's environment variable ${variable} is ${value === undefined ? "missing" : JSON.stringify(value)}: ` +
        `expected ${expected}. Deploy the stack again; it sets this variable.`,
    );
  }
}

type Variables = Readonly<Record<string, string | undefined>>;

/** @param understand makes undefined of a value that is not as expected */
function read<Value>(
  variables: Variables,
  name: keyof Environment,
  expected: string,
  understand: (value: string) => Value | undefined,
): Value {
  const value = variables[name];
  const understood = value === undefined ? undefined : understand(value);
  if (understood === undefined) throw new ConfigurationError(name, expected, value);
  return understood;
}

function matching(holds: (value: string) => boolean): (value: string) => string | undefined {
  return (value) => (holds(value) ? value : undefined);
}

const filled = matching((value) => value !== "");
const address = matching((value) => value.includes("@"));
const trueOrFalse = matching((value) => value === "true" || value === "false");
const url = matching(URL.canParse);
const urlOrNothing = matching((value) => value === "" || URL.canParse(value));

const timeZone = matching((zone) => {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }) !== undefined;
  } catch {
    return false;
  }
});

function readAddresses(value: string): string[] | undefined {
  const addresses = value.split(",").map((one) => one.trim());
  return addresses.every(address) ? addresses : undefined;
}

function numbering(form: RegExp): (value: string) => number | undefined {
  return (value) => (form.test(value) ? Number(value) : undefined);
}

const hours = numbering(/^([1-9]|1\d|2[0-3])$/);
/** Nothing reads as 0, which is never a number of backups to keep. */
const keptOrNothing = numbering(/^([3-9]|[1-9]\d|100)?$/);
const upToHundred = numbering(/^(\d|[1-9]\d|100)$/);

function readStorageType(value: string): StorageType | undefined {
  return storageTypes.find((type) => type === value);
}

const texts: Shape<Record<string, string>> = (value) =>
  Object.fromEntries(Object.entries(anyObject(value)).map(([name, one]) => [name, text(one)]));

function readParams(value: string): Record<string, string> | undefined {
  return attempt((params) => texts(json(params)), value);
}

const weekdays = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

function readSchedule(value: string): Schedule | "paused" | undefined {
  if (value === "paused") return value;
  if (!/^([01]\d|2[0-3]):[0-5]\d( (SUN|MON|TUE|WED|THU|FRI|SAT))+$/.test(value)) return undefined;
  return {
    hour: Number(value.slice(0, 2)),
    minute: Number(value.slice(3, 5)),
    days: weekdays.flatMap((day, number) => (value.includes(day) ? number : [])),
  };
}

/** @throws {@link ConfigurationError} */
export function readMailConfiguration(variables: Variables): MailConfiguration {
  return {
    sender: read(variables, "SENDER", "a mail address", address),
    recipients: read(variables, "REPORT_TO", "mail addresses separated by commas", readAddresses),
  };
}

/** @throws {@link ConfigurationError} */
export function readConfiguration(variables: Variables): Configuration {
  const types = `one of ${storageTypes.join(", ")}`;
  return {
    backupName: read(variables, "BACKUP_NAME", "the backup's name", filled),
    portalUrl: new URL(read(variables, "PORTAL_URL", "the portal's address", url)).origin,
    apiKeySecretArn: read(variables, "API_KEY_SECRET_ARN", "the ARN of a secret", filled),
    storage: {
      type: read(variables, "STORAGE_TYPE", types, readStorageType),
      params: read(variables, "STORAGE_PARAMS", "a JSON object of strings", readParams),
    },
    dump: read(variables, "DUMP", "true or false", trueOrFalse) === "true",
    timeZone: read(variables, "TIME_ZONE", "an IANA time zone", timeZone),
    schedule: read(variables, "SCHEDULE", "a time and days, or paused", readSchedule),
    giveUpAfterMs:
      read(variables, "GIVE_UP_AFTER_HOURS", "a number of hours from 1 to 23", hours) * 3_600_000,
    keepLast:
      read(variables, "KEEP_LAST", "a number of backups from 3 to 100, or nothing", keptOrNothing) ||
      undefined,
    maxPaidBackupsPerMonth: read(
      variables,
      "MAX_PAID_BACKUPS_PER_MONTH",
      "a number of backups from 0 to 100",
      upToHundred,
    ),
    docsUrl: read(variables, "DOCS_URL", "an address, or nothing", urlOrNothing) || undefined,
    ledgerTable: read(variables, "LEDGER_TABLE", "the name of a DynamoDB table", filled),
    wakeUpGroup: read(variables, "WAKE_UP_GROUP", "the name of a schedule group", filled),
    wakeUpRoleArn: read(variables, "WAKE_UP_ROLE_ARN", "the ARN of a role", filled),
  };
}
