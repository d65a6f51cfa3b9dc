import type { PastRun } from "../../../lambda/run/past-run";
import { describeShrinkage } from "../../../lambda/run/shrinkage";

/** Verified runs with archives of so many bytes, the newest first; undefined is one of unknown size. */
function ran(...sizes: (number | undefined)[]): PastRun[] {
  return sizes.map((sizeBytes, index) => ({
    id: `${index}`,
    trigger: "schedule",
    status: "OK",
    startedAtMs: -index,
    endedAtMs: -index,
    ...(sizeBytes !== undefined && { sizeBytes }),
  }));
}

describe("an archive", () => {
  it("has shrunk if it has less than 70 % of the median of those before it", () => {
    expect(describeShrinkage(699, ran(1000, 1000, 1000))).toBe(
      "699 bytes, and the median of the last 3 archives is 1,000 bytes",
    );
    expect(describeShrinkage(700, ran(1000, 1000, 1000))).toBeUndefined();
  });

  it("has not, where too few are known to say what is usual", () => {
    expect(describeShrinkage(1, ran(1000, 1000, undefined, 0))).toBeUndefined();
  });

  it("is compared with the last seven, of which a single odd one changes nothing", () => {
    expect(describeShrinkage(1000, ran(9_000_000, 1000, 1000))).toBeUndefined();
    expect(describeShrinkage(600, ran(1, 1000, 1000, 1000))).toContain("is 1,000 bytes");
    expect(describeShrinkage(3000, ran(9000, 1000, 5000))).toContain("is 5,000 bytes");
    expect(
      describeShrinkage(
        100,
        ran(...Array.from({ length: 7 }, () => 100), ...Array.from({ length: 20 }, () => 1000)),
      ),
    ).toBeUndefined();
  });

  it("is not compared with what runs brought that failed", () => {
    const failed = ran(1000, 1000, 1000).map((run) => ({
      ...run,
      problem: { stage: "verify", code: "vanished", said: "" } as const,
    }));
    expect(describeShrinkage(1, failed)).toBeUndefined();
  });
});
