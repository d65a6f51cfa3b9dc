import * as v from "valibot";
import { settingSchemas } from "./setting-schemas";

const { at, days, timeZone, storageType, folderId, filePath, storageParams, ...others } = settingSchemas;

/** The settings of a portal that make its schedule, with their defaults. */
export const scheduleFields = v.object({
  at: v.optional(at, "04:30"),
  days: v.optional(days, "daily"),
  timeZone: v.optional(timeZone, "UTC"),
});

/** Those that say where the archive goes. */
export const storageFields = v.object({
  storageType: v.optional(storageType, "Documents"),
  folderId: v.optional(folderId),
  filePath: v.optional(filePath),
  storageParams: v.optional(storageParams),
});

/** All others. What is not optional is required. */
export const otherFields = v.object({
  ...others,
  name: v.optional(others.name),
  alertTo: v.optional(others.alertTo),
  alertTopicArn: v.optional(others.alertTopicArn),
  senderName: v.optional(others.senderName),
  senderIdentity: v.optional(others.senderIdentity, "existing"),
  enabled: v.optional(others.enabled, true),
  dump: v.optional(others.dump, false),
  apiKeySecret: v.optional(others.apiKeySecret),
  giveUpAfterHours: v.optional(others.giveUpAfterHours, 12),
  retention: v.optional(others.retention, "off"),
  maxPaidBackupsPerMonth: v.optional(others.maxPaidBackupsPerMonth, 0),
  monitoring: v.optional(others.monitoring, "on"),
  docsUrl: v.optional(others.docsUrl),
  testEvents: v.optional(others.testEvents, "off"),
});

/** What makes a portal the one that it is. */
export const ownSettings = ["name", "portalUrl"] as const;

/** What several portals can have in common. Nothing of it is required, and what is not there has no default of its own. */
export const sharedFields = v.partial(v.omit(v.object(settingSchemas), ownSettings));
