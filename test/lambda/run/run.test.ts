import { isOwn, type Note, readDurationMs } from "../../../lambda/run/run";
import { allNotes } from "./all-notes";

/** The kinds of notes with which something holds that holds without any. */
const kindsWhere = (holds: (noted: readonly Note[]) => boolean) => {
  expect(holds([])).toBe(true);
  return allNotes.filter((note) => holds([note])).map(({ kind }) => kind);
};

describe("a run", () => {
  it("may delete its backup one day only if it certainly asked for it", () => {
    expect(kindsWhere(isOwn)).toEqual([
      "maybe-repeated",
      "unarmed",
      "unsaved",
      "found-overdue",
      "joined-other-storage",
    ]);
  });

  it("knows how long its backup took unless it came by in the middle, or was found long after", () => {
    expect(kindsWhere((noted) => readDurationMs(1_000, 4_000, noted) === 3_000)).toEqual([
      "maybe-repeated",
      "unarmed",
      "unsaved",
      "joined-other-storage",
      "maybe-joined",
      "start-unanswered",
    ]);
  });
});
