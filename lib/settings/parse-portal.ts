import * as v from "valibot";
import { listNotes } from "./notes";
import type { PortalSettings, ScheduleSettings } from "./portal-settings";
import { nameAfterHost } from "./portal-url";
import { describeMistake, findMistakes, type SettingMistake } from "./setting-mistake";
import { settingSchemas } from "./setting-schemas";
import type { SettingsProblem } from "./settings-error";
import type { PortalSource } from "./settings-source";
import { findSpringGap, formatLocalTime } from "./spring-gap";
import { parseStorage } from "./storage";
import { findUnknownSettings } from "./unknown-setting";

const { at, days, timeZone, storageType, folderId, filePath, storageParams, ...others } = settingSchemas;

const scheduleFields = v.object({
  at: v.optional(at, "04:30"),
  days: v.optional(days, "daily"),
  timeZone: v.optional(timeZone, "UTC"),
});

const storageFields = v.object({
  storageType: v.optional(storageType, "Documents"),
  folderId: v.optional(folderId),
  filePath: v.optional(filePath),
  storageParams: v.optional(storageParams),
});

const otherFields = v.object({
  ...others,
  name: v.optional(others.name),
  senderName: v.optional(others.senderName),
  senderIdentity: v.optional(others.senderIdentity, "existing"),
  enabled: v.optional(others.enabled, true),
  dump: v.optional(others.dump, false),
  apiKeySecret: v.optional(others.apiKeySecret),
  giveUpAfterHours: v.optional(others.giveUpAfterHours, 12),
  docsUrl: v.optional(others.docsUrl),
});

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
  return [{ setting: "at", inside: "", value, reason, example: gap.instead }];
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

  const isMisspelt = ({ setting, value }: SettingMistake) =>
    value === undefined && unknown.some(({ meant }) => meant === setting);
  const mistakes: SettingMistake[] = [
    ...findMistakes(other.issues).filter((mistake) => !isMisspelt(mistake)),
    ...findMistakes(schedule.issues),
    ...(schedule.success ? findGapMistakes(schedule.output, now) : []),
    ...findMistakes(fields.issues),
    ...mismatches.map((mismatch) => ({ ...mismatch, inside: "", value: source.values[mismatch.setting] })),
  ];
  if (other.success && schedule.success && storage?.ok && unknown.length + mistakes.length === 0) {
    const { name = nameAfterHost(other.output.portalUrl), ...rest } = other.output;
    const { senderName = `DocSpace backup ${name}` } = rest;
    const settings = { ...rest, name, senderName, schedule: schedule.output, storage: storage.storage };
    return { ok: true, settings: { ...settings, notes: listNotes(settings) } };
  }
  const problems = mistakes.map((mistake) => describeMistake(source, mistake));
  return { ok: false, problems: [...unknown.map(({ problem }) => problem), ...problems] };
}
