import type { Note } from "../../../lambda/run/run";

/** One note of each kind. */
export const allNotes: readonly Note[] = [
  { kind: "maybe-repeated" },
  { kind: "unarmed" },
  { kind: "unsaved" },
  { kind: "found-overdue" },
  { kind: "joined" },
  { kind: "joined-other-storage", storageType: "DataStore" },
  { kind: "maybe-joined" },
  { kind: "start-unanswered", said: "time-out" },
];
