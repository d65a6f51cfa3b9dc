/** The days of a week as EventBridge Scheduler's cron expressions spell them, Monday first as in ISO 8601. */
export const weekdays = ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"] as const;

export type Weekday = (typeof weekdays)[number];

/** A wall-clock time: `hour` 0–23, `minute` 0–59. */
export interface LocalTime {
  readonly hour: number;
  readonly minute: number;
}

/** When the nightly backup starts. */
export interface ScheduleSettings {
  readonly at: LocalTime;
  /** In the order of {@link weekdays}, each once. */
  readonly days: "daily" | readonly Weekday[];
  /** IANA name, in its proper case. */
  readonly timeZone: string;
}

/** Where the archive goes. The types are spelt as the portal's API spells them. */
export type StorageSettings =
  | { readonly type: "Documents"; readonly folderId?: number }
  | { readonly type: "ThridpartyDocuments"; readonly folderId: string }
  | { readonly type: "Local"; readonly filePath: string }
  | { readonly type: "DataStore" }
  | { readonly type: "ThirdPartyConsumer"; readonly params: Readonly<Record<string, string>> };

/** Which alarms watch the backup. */
export type MonitoringSettings =
  | {
      readonly alarms: "all";
      /** After so many hours without a verified backup the alarm goes off: 26 to 168, whole. */
      readonly missedNightHours: number;
    }
  /** Somebody has written down that nobody needs to be told of a night without a backup, or of anything. */
  | { readonly alarms: "all-but-missed-night" | "none" };

/** Whether older backups are deleted when a newer one is verified. */
export type RetentionSettings = "off" | { readonly keepLast: number };

/** What is allowed but should be known. */
export interface SettingsNote {
  /** Stays the same whatever else there is to note, so that the note can be acknowledged: `portal-deletes-backup`. */
  readonly id: string;
  /** One or more sentences. */
  readonly text: string;
}

/** What one stack is built from: every value checked, every default filled in. */
export interface PortalSettings {
  readonly name: string;
  /** The portal's origin, without a slash at its end. */
  readonly portalUrl: string;
  readonly reportTo: readonly string[];
  /** The addresses that alarms are mailed to, by SNS: not through SES, and not by the function. */
  readonly alertTo: readonly string[];
  /** ARN of an existing SNS topic that alarms go to as well. */
  readonly alertTopicArn?: string;
  readonly sender: string;
  /** What mail programs show for the sender. */
  readonly senderName: string;
  readonly senderIdentity: "create" | "existing";
  readonly enabled: boolean;
  readonly schedule: ScheduleSettings;
  readonly storage: StorageSettings;
  /** Whether the whole installation is backed up rather than this portal. */
  readonly dump: boolean;
  /** Complete ARN of an existing secret; without it the stack creates one. */
  readonly apiKeySecret?: string;
  /** When the function stops following a backup that still runs, and says so: 1–23, whole. */
  readonly giveUpAfterHours: number;
  /** `keepLast` is how many of the newest are kept: 3–100, whole. */
  readonly retention: RetentionSettings;
  /** How many paid backups a calendar month (UTC) may have on ONLYOFFICE's cloud: 0–100, whole. */
  readonly maxPaidBackupsPerMonth: number;
  readonly monitoring: MonitoringSettings;
  /** Where the folder `docs` of this project can be read, without a slash at its end; links lead there. */
  readonly docsUrl?: string;
  /** Whether the console's test events are added to the registry for them that the account has. */
  readonly testEvents: "off" | "use-existing";
  /** `cdk synth` shows them as warnings. */
  readonly notes: readonly SettingsNote[];
}
