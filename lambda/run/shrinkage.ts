import type { PastRun } from "./past-run";

/** How many earlier archives are compared with, and how few are too few to say what is usual. */
const mostArchives = 7;
const fewestArchives = 3;

/** Below this part of what is usual, an archive has most likely lost something. */
const leastPart = 0.7;

/**
 * Compares an archive with the median of the ones before it, which a single odd one does not move.
 * @param earlier the newest first
 * @returns what is wrong with its size, in numbers; undefined if nothing is, or if too few are known
 */
export function describeShrinkage(sizeBytes: number, earlier: readonly PastRun[]): string | undefined {
  const sizes = earlier
    .flatMap((run) => (run.problem === undefined && run.sizeBytes ? run.sizeBytes : []))
    .slice(0, mostArchives)
    .sort((one, other) => one - other);
  const medianBytes = sizes.at(Math.floor(sizes.length / 2)) ?? 0;
  if (sizes.length < fewestArchives || sizeBytes >= leastPart * medianBytes) return undefined;
  const [size, median] = [sizeBytes, medianBytes].map((bytes) => bytes.toLocaleString("en"));
  return `${size} bytes, and the median of the last ${sizes.length} archives is ${median} bytes`;
}
