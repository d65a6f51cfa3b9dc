/**
 * What the stack tells the function, by name. Both sides import this module and it imports nothing, so
 * a variable that one side forgets does not compile.
 */

/** The function's environment variables. */
export const environmentNames = [
  /** The backup's name: the setting `name`, unique in the account and region. */
  "BACKUP_NAME",
  /** The portal's origin, for example `https://acme.onlyoffice.com`. */
  "PORTAL_URL",
  /** ARN of the secret that holds the portal's API key. */
  "API_KEY_SECRET_ARN",
  /** The mail address that the report comes from, with its name: `Acme backup <backup@example.com>`. */
  "SENDER",
  /** The mail addresses that the report goes to, separated by commas. */
  "REPORT_TO",
  /** One of the portal's names for a kind of storage, spelt as its API spells it. */
  "STORAGE_TYPE",
  /** What the kind of storage needs, as a JSON object of strings: `{"folderId":"42"}`, often `{}`. */
  "STORAGE_PARAMS",
  /** `true` backs up the whole installation, `false` this portal. */
  "DUMP",
  /** IANA name of the zone in which the report tells times, for example `Europe/Berlin`. */
  "TIME_ZONE",
  /** When the next backups are due, in that zone: `04:30 MON THU` or `paused`. */
  "SCHEDULE",
  /** After how many hours a backup that still runs is no longer followed: a whole number from 1 to 23. */
  "GIVE_UP_AFTER_HOURS",
  /** How many of the newest backups are kept: a whole number from 3 to 100; empty if none is ever deleted. */
  "KEEP_LAST",
  /** How many paid backups a calendar month (UTC) may have on ONLYOFFICE's cloud: a whole number from 0 to 100. */
  "MAX_PAID_BACKUPS_PER_MONTH",
  /** Where the folder `docs` of this project can be read, without a slash at its end; empty if nowhere. */
  "DOCS_URL",
  /** Name of the table that holds the active run and the records of the finished ones, by `kind` and `id`. */
  "LEDGER_TABLE",
  /** Name of the schedule group that the function's wake-ups go into; nothing else is in it. */
  "WAKE_UP_GROUP",
  /** ARN of the role that a wake-up takes to invoke the function. The function's own ARN is in the invocation's context. */
  "WAKE_UP_ROLE_ARN",
] as const;

export type EnvironmentName = (typeof environmentNames)[number];

export type Environment = Record<EnvironmentName, string>;

/** The index of the ledger's table that has the records of one `kind` by their `startedAtMs`. */
export const byStart = "by-start";

/** What a new secret holds until a person stores the real key. Never a valid key, and easy to recognise. */
export const apiKeyPlaceholder = "REPLACE-ME-with-the-DocSpace-API-key";

/**
 * The metrics that the function writes once for each report, and that the stack's alarms read. Each has the one dimension
 * {@link metricDimension}, whose value is the backup's name.
 */
export const metricNamespace = "DocSpaceBackup";

export const metricDimension = "Backup";

export const metricNames = {
  /** 1 for a report whose first word is OK or WARNING, 0 for any other. */
  verified: "Verified",
  durationSeconds: "DurationSeconds",
  /** Absent where the portal does not tell the size. */
  sizeBytes: "SizeBytes",
  /** 1 if SES took the report, 0 if not. */
  reportSent: "ReportSent",
} as const;
