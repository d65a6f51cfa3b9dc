import * as v from "valibot";
import type { Environment, EnvironmentName } from "./environment";
import { type StorageType, storageTypes } from "./portal/storage-type";

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

function read<const Schema extends v.GenericSchema<string, unknown>>(
  variables: Variables,
  name: keyof Environment,
  expected: string,
  schema: Schema,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, variables[name]);
  if (!result.success) throw new ConfigurationError(name, expected, variables[name]);
  return result.output;
}

const text = v.pipe(
  v.string(),
  v.check((value) => value !== ""),
);

const address = v.pipe(
  v.string(),
  v.check((value) => value.includes("@")),
);

function holdsTexts(value: unknown): boolean {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((one) => typeof one === "string")
  );
}

const origin = v.pipe(
  v.string(),
  v.check(URL.canParse),
  v.transform((url) => new URL(url).origin),
);

const timeZone = v.pipe(
  v.string(),
  v.check((zone) => {
    try {
      return new Intl.DateTimeFormat("en", { timeZone: zone }) !== undefined;
    } catch {
      return false;
    }
  }),
);

const weekdays = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

const schedule = v.pipe(
  v.string(),
  v.check((text) => /^(paused|([01]\d|2[0-3]):[0-5]\d( (SUN|MON|TUE|WED|THU|FRI|SAT))+)$/.test(text)),
  v.transform((text): Schedule | "paused" =>
    text === "paused"
      ? text
      : {
          hour: Number(text.slice(0, 2)),
          minute: Number(text.slice(3, 5)),
          days: weekdays.flatMap((day, number) => (text.includes(day) ? number : [])),
        },
  ),
);

const docsUrl = v.pipe(
  v.union([v.literal(""), v.pipe(v.string(), v.check(URL.canParse))]),
  v.transform((url) => (url === "" ? undefined : url)),
);

/** @throws {@link ConfigurationError} */
export function readMailConfiguration(variables: Variables): MailConfiguration {
  const addresses = v.pipe(
    v.string(),
    v.transform((list) => list.split(",").map((address) => address.trim())),
    v.array(address),
  );
  return {
    sender: read(variables, "SENDER", "a mail address", address),
    recipients: read(variables, "REPORT_TO", "mail addresses separated by commas", addresses),
  };
}

/** @throws {@link ConfigurationError} */
export function readConfiguration(variables: Variables): Configuration {
  const params = v.pipe(v.string(), v.parseJson(), v.custom<Record<string, string>>(holdsTexts));
  const dump = v.pipe(
    v.picklist(["true", "false"]),
    v.transform((word) => word === "true"),
  );
  const hours = v.pipe(
    v.string(),
    v.check((value) => /^([1-9]|1\d|2[0-3])$/.test(value)),
    v.transform(Number),
  );
  return {
    backupName: read(variables, "BACKUP_NAME", "the backup's name", text),
    portalUrl: read(variables, "PORTAL_URL", "the portal's address", origin),
    apiKeySecretArn: read(variables, "API_KEY_SECRET_ARN", "the ARN of a secret", text),
    storage: {
      type: read(variables, "STORAGE_TYPE", `one of ${storageTypes.join(", ")}`, v.picklist(storageTypes)),
      params: read(variables, "STORAGE_PARAMS", "a JSON object of strings", params),
    },
    dump: read(variables, "DUMP", "true or false", dump),
    timeZone: read(variables, "TIME_ZONE", "an IANA time zone", timeZone),
    schedule: read(variables, "SCHEDULE", "a time and days, or paused", schedule),
    giveUpAfterMs:
      read(variables, "GIVE_UP_AFTER_HOURS", "a number of hours from 1 to 23", hours) * 3_600_000,
    docsUrl: read(variables, "DOCS_URL", "an address, or nothing", docsUrl),
    ledgerTable: read(variables, "LEDGER_TABLE", "the name of a DynamoDB table", text),
    wakeUpGroup: read(variables, "WAKE_UP_GROUP", "the name of a schedule group", text),
    wakeUpRoleArn: read(variables, "WAKE_UP_ROLE_ARN", "the ARN of a role", text),
  };
}
