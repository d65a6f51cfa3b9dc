import type { Note } from "../run/run";

/** What happened on the way, in a sentence or two. */
export function describeNote(note: Note): string {
  switch (note.kind) {
    case "maybe-repeated":
      return "This report may have been sent before: the function was interrupted while it was sending it.";
    case "unarmed":
      return "The function could not arrange to be called again, so it could watch for two minutes only. Its log says why; its role may lack the permission to create schedules.";
    case "unsaved":
      return "The ledger of runs could not be used for a while: this may not be the only report of this run.";
    case "found-overdue":
      return "The function was not called to look after this run in time; a later run found it. It may have been reported before.";
    case "joined":
      return "A backup was running already; this run followed it instead of starting another. It may lie in another folder than this one's would.";
    case "maybe-joined":
      return "The portal answered the request with a backup that had come some way already. It may be another administrator's, so it will not be deleted by this one's retention.";
    case "joined-other-storage":
      return `A backup to ${note.storageType} was running already; this one was started after it.`;
    case "start-unanswered":
      return `The portal did not confirm the request for the backup${note.said === "" ? "" : ` (${note.said})`}; it was not repeated, and the backup was found by looking.`;
  }
}
