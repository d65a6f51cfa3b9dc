import { distance } from "fastest-levenshtein";

/** As many letters may be wrong in a name for it to be recognised: one in three, but not more than two. */
const maxDistance = (name: string) => Math.min(2, Math.floor(name.length / 3));

const reduce = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, "");

/** A name that somebody did not remember to its end. */
const isBeginning = (name: string, written: string) =>
  reduce(written).length >= 8 && reduce(name).startsWith(reduce(written));

/** @returns the one among the names that was probably meant by another, or undefined */
export function findNearestName<Name extends string>(
  names: readonly Name[],
  written: string,
): Name | undefined {
  const [nearest] = names
    .map((name) => ({ name, wrong: distance(reduce(name), reduce(written)) }))
    .filter(({ name, wrong }) => wrong <= maxDistance(written) || isBeginning(name, written))
    .sort((one, other) => one.wrong - other.wrong);
  return nearest?.name;
}
