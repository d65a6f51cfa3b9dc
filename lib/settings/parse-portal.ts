import * as v from "valibot";
import { findMissedNightHours, maxMissedNightHours } from "./missed-night-hours";
import { listNotes } from "./notes";
import { otherFields, scheduleFields, storageFields } from "./portal-fields";
import type { MonitoringSettings, PortalSettings, ScheduleSettings } from "./portal-settings";
import type { PortalSource } from "./portal-source";
import { nameAfterHost } from "./portal-url";
import { complainAboutRetentionIn } from "./retention";
import { describeMistake, findMistakes, type SettingMistake } from "./setting-mistake";
import type { SettingName } from "./setting-schemas";
import type { SettingsProblem } from "./settings-error";
import { findSpringGap, formatLocalTime } from "./spring-gap";
import { parseStorage } from "./storage";
import { findUnknownSettings } from "./unknown-setting";

/** The settings that make a mistake together. */
const together = {
  schedule: ["at", "days", "timeZone"],
  watch: ["days", "timeZone", "giveUpAfterHours", "monitoring"],
  storage: ["storageType", "folderId", "filePath", "storageParams"],
  retention: ["storageType", "retention"],
} as const satisfies Record<string, readonly SettingName[]>;

/** The settings of a portal, or all that is wrong with them. */
export type PortalResult =
  | { readonly ok: true; readonly settings: PortalSettings }
  | { readonly ok: false; readonly problems: readonly SettingsProblem[] };

function findGapMistakes(schedule: ScheduleSettings, now: Date): SettingMistake[] {
  const gap = findSpringGap(schedule, now);
  if (gap === undefined) return [];
  const value = formatLocalTime(schedule.at);
  const reason =
    `on ${gap.date} the clocks in ${schedule.timeZone} jump from ${gap.from} to ${gap.to}, so that day has no ${value} ` +
    `and no backup; ${gap.instead} is there every day`;
  return [{ setting: "at", inside: "", value, reason, example: gap.instead, together: together.schedule }];
}

const optedOut = {
  "no-missed-night-alarm": { alarms: "all-but-missed-night" },
  "no-alarms-at-all": { alarms: "none" },
} as const;

type Monitoring =
  | { readonly ok: true; readonly monitoring: MonitoringSettings }
  | { readonly ok: false; readonly mistake: SettingMistake };

function findMonitoring(
  schedule: ScheduleSettings,
  { monitoring, giveUpAfterHours }: v.InferOutput<typeof otherFields>,
  now: Date,
): Monitoring {
  if (monitoring !== "on") return { ok: true, monitoring: optedOut[monitoring] };
  const missedNightHours = findMissedNightHours(schedule, giveUpAfterHours, now);
  if (missedNightHours <= maxMissedNightHours)
    return { ok: true, monitoring: { alarms: "all", missedNightHours } };
  const reason =
    `so long a pause cannot be watched: with giveUpAfterHours ${giveUpAfterHours} two good backups may be ` +
    `${missedNightHours} hours apart, and a CloudWatch alarm looks back a week (${maxMissedNightHours} hours) at most; ` +
    'take a further day, or set monitoring to "no-missed-night-alarm" and look for the report yourself';
  const mistake = {
    setting: "days",
    inside: "",
    value: schedule.days,
    reason,
    together: together.watch,
  } as const;
  return { ok: false, mistake };
}

function findRetentionMistakes(
  { storageType }: v.InferOutput<typeof storageFields>,
  { retention }: v.InferOutput<typeof otherFields>,
): SettingMistake[] {
  const reason = complainAboutRetentionIn(storageType, retention);
  if (reason === undefined) return [];
  return [{ setting: "retention", inside: "", value: retention, reason, together: together.retention }];
}

/**
 * Checks all settings of one portal and fills in the defaults.
 * @param now the date from which clock changes are looked up
 */
export function parsePortal(source: PortalSource, now: Date): PortalResult {
  const unknown = findUnknownSettings(source);
  const schedule = v.safeParse(scheduleFields, source.values);
  const fields = v.safeParse(storageFields, source.values);
  const other = v.safeParse(otherFields, source.values);
  const storage = fields.success ? parseStorage(fields.output) : undefined;
  const mismatches = storage?.ok === false ? storage.mismatches : [];
  const watched =
    schedule.success && other.success ? findMonitoring(schedule.output, other.output, now) : undefined;

  const isMisspelt = ({ setting, value }: SettingMistake) =>
    value === undefined && unknown.some(({ meant }) => meant === setting);
  const mistakes: SettingMistake[] = [
    ...findMistakes(other.issues).filter((mistake) => !isMisspelt(mistake)),
    ...findMistakes(schedule.issues),
    ...(schedule.success ? findGapMistakes(schedule.output, now) : []),
    ...(watched?.ok === false ? [watched.mistake] : []),
    ...findMistakes(fields.issues),
    ...mismatches.map((mismatch) => ({
      ...mismatch,
      inside: "",
      value: source.values[mismatch.setting],
      together: together.storage,
    })),
    ...(fields.success && other.success ? findRetentionMistakes(fields.output, other.output) : []),
  ];
  if (
    other.success &&
    schedule.success &&
    storage?.ok &&
    watched?.ok &&
    unknown.length + mistakes.length === 0
  ) {
    const {
      name = nameAfterHost(other.output.portalUrl),
      alertTo = other.output.reportTo,
      ...rest
    } = other.output;
    const { senderName = `DocSpace backup ${name}` } = rest;
    const { monitoring } = watched;
    const settings = {
      ...rest,
      name,
      senderName,
      alertTo,
      schedule: schedule.output,
      storage: storage.storage,
      monitoring,
    };
    const given = { alertTo: other.output.alertTo, alertTopicArn: other.output.alertTopicArn };
    return { ok: true, settings: { ...settings, notes: listNotes(settings, given, now) } };
  }
  const problems = mistakes.map((mistake) => describeMistake(source, mistake));
  return { ok: false, problems: [...unknown.map(({ problem }) => problem), ...problems] };
}
