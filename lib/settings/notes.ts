import { findSingleMissHours } from "./missed-night-hours";
import type { PortalSettings, SettingsNote } from "./portal-settings";

/** ONLYOFFICE's own cloud, as far as hosts tell. */
const cloud = /\.onlyoffice\.(com|eu|co|io|sg)$/;

type Settings = Omit<PortalSettings, "notes">;

/** Where alarms should go, as far as it stands in the settings: without a default. */
type GivenRecipients = Partial<Pick<PortalSettings, "alertTo" | "alertTopicArn">>;

/** Says what is allowed but should be known before it is deployed. */
export function listNotes(settings: Settings, given: GivenRecipients): SettingsNote[] {
  return [...noteStorage(settings), ...noteMonitoring(settings, given)];
}

function noteStorage({ portalUrl, storage, dump }: Settings): SettingsNote[] {
  const notes: SettingsNote[] = [];
  const inCloud = cloud.test(new URL(portalUrl).hostname);
  if (storage.type === "DataStore") {
    notes.push({
      id: "portal-deletes-backup",
      text: "The portal deletes a backup in DataStore after 24 hours: something else has to fetch it before.",
    });
  }
  if (inCloud && storage.type === "Local") {
    notes.push({
      id: "no-local-storage-in-cloud",
      text: "The storage type Local works only on a self-hosted DocSpace: ONLYOFFICE's cloud refuses it.",
    });
  }
  if (inCloud && dump) {
    notes.push({
      id: "no-dump-in-cloud",
      text: "A dump works only on a self-hosted DocSpace: ONLYOFFICE's cloud refuses it.",
    });
  }
  return notes;
}

function noteMonitoring(settings: Settings, given: GivenRecipients): SettingsNote[] {
  switch (settings.monitoring.alarms) {
    case "all":
      return noteSingleMiss(settings, settings.monitoring.missedNightHours);
    case "all-but-missed-night": {
      const text =
        "There is no alarm for a missed night: if the schedule is lost or paused by hand, nobody is told.";
      return [{ id: "no-missed-night-alarm", text }];
    }
    case "none": {
      const text =
        "There are no alarms: of a report that cannot be mailed, and of a night in which nothing runs, nobody is told.";
      return [{ id: "no-alarms", text: [text, ...describeIgnored(given)].join(" ") }];
    }
  }
}

function describeIgnored({ alertTo, alertTopicArn }: GivenRecipients): string[] {
  const ignored = [
    ...(alertTo === undefined ? [] : ["alertTo"]),
    ...(alertTopicArn === undefined ? [] : ["alertTopicArn"]),
  ];
  return ignored.map((name) => `The setting ${name} is ignored.`);
}

/** A window that reaches from the backup before a single missed night to the one after it is never empty. */
function noteSingleMiss({ schedule, giveUpAfterHours }: Settings, windowHours: number): SettingsNote[] {
  const spanHours = findSingleMissHours(schedule.days);
  if (windowHours < spanHours) return [];
  const enoughHours = giveUpAfterHours - (windowHours - spanHours) - 1;
  const cure =
    enoughHours >= 1
      ? `To be told, set giveUpAfterHours to ${enoughHours} or less.`
      : "To be told, choose days that lie more evenly in the week.";
  return [
    {
      id: "single-missed-night",
      text:
        `A single missed night may ring no alarm: the one for missed nights looks back ${windowHours} hours, and with ` +
        `these days the backups before and after a missed one may be no more than ${spanHours} hours apart. The next report ` +
        `shows the gap all the same. ${cure}`,
    },
  ];
}
