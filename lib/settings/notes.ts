import { findMostBackupsPerMonth } from "./backups-per-month";
import { findSingleMissHours } from "./missed-night-hours";
import type { PortalSettings, SettingsNote } from "./portal-settings";

/** ONLYOFFICE's own cloud, as far as hosts tell. */
const cloud = /\.onlyoffice\.(com|eu|co|io|sg)$/;

type Settings = Omit<PortalSettings, "notes">;

/** Where alarms should go, as far as it stands in the settings: without a default. */
type GivenRecipients = Partial<Pick<PortalSettings, "alertTo" | "alertTopicArn">>;

/**
 * Says what is allowed but should be known before it is deployed.
 * @param now the date from which the schedule's backups are counted
 */
export function listNotes(settings: Settings, given: GivenRecipients, now: Date): SettingsNote[] {
  const inCloud = cloud.test(new URL(settings.portalUrl).hostname);
  return [
    ...noteStorage(settings, inCloud),
    ...(inCloud && settings.enabled ? noteCharges(settings, now) : []),
    ...noteRetention(settings),
    ...noteMonitoring(settings, given),
  ];
}

function noteStorage({ storage, dump }: Settings, inCloud: boolean): SettingsNote[] {
  const notes: SettingsNote[] = [];
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

/** What the setting makes of a backup beyond the free ones, as a clause. */
function describeFurtherOnes(maxPaid: number, backupsPerMonth: number): string {
  if (maxPaid === 0) return "each further one is refused before it could be charged";
  const charged = "each further one is charged when it completes";
  return maxPaid < backupsPerMonth
    ? `${charged}, up to ${maxPaid} a month, and the others are refused before they could be`
    : charged;
}

/** Even one day a week makes more backups than any plan includes. */
function noteCharges({ schedule, maxPaidBackupsPerMonth }: Settings, now: Date): SettingsNote[] {
  const backupsPerMonth = findMostBackupsPerMonth(schedule, now);
  return [
    {
      id: "backups-beyond-the-free-ones",
      text:
        `This schedule makes up to ${backupsPerMonth} backups a month, and on ONLYOFFICE's cloud a plan includes only a few ` +
        "free ones each calendar month (UTC): two on paid plans, none on trial and free ones, when this was written. With " +
        `maxPaidBackupsPerMonth ${maxPaidBackupsPerMonth} ${describeFurtherOnes(maxPaidBackupsPerMonth, backupsPerMonth)}.`,
    },
  ];
}

function noteRetention({ retention }: Settings): SettingsNote[] {
  if (retention === "off") return [];
  return [
    {
      id: "retention-deletes",
      text:
        `After each verified backup older ones are deleted from the portal: those beyond the newest ${retention.keepLast}, at most ` +
        "five a night, and only ones that this stack started and verified itself.",
    },
  ];
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
