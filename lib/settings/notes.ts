import type { PortalSettings } from "./portal-settings";

/** ONLYOFFICE's own cloud, as far as hosts tell. */
const cloud = /\.onlyoffice\.(com|eu|co|io|sg)$/;

/** Says what is allowed but should be known before it is deployed, in sentences. */
export function listNotes({ portalUrl, storage, dump, monitoring }: Omit<PortalSettings, "notes">): string[] {
  const notes: string[] = [];
  const inCloud = cloud.test(new URL(portalUrl).hostname);
  if (storage.type === "DataStore") {
    notes.push(
      "The portal deletes a backup in DataStore after 24 hours: something else has to fetch it before.",
    );
  }
  if (inCloud && storage.type === "Local") {
    notes.push("The storage type Local works only on a self-hosted DocSpace: ONLYOFFICE's cloud refuses it.");
  }
  if (inCloud && dump) {
    notes.push("A dump works only on a self-hosted DocSpace: ONLYOFFICE's cloud refuses it.");
  }
  if (monitoring.alarms === "all-but-missed-night") {
    notes.push(
      "There is no alarm for a missed night: if the schedule is lost or paused by hand, nobody is told.",
    );
  }
  if (monitoring.alarms === "none") {
    notes.push(
      "There are no alarms: of a report that cannot be mailed, and of a night in which nothing runs, nobody is told.",
    );
  }
  return notes;
}
