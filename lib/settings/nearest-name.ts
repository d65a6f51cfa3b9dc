import { distance } from "fastest-levenshtein";

/** As many letters may be wrong in a name for it to be recognised: one in three, but not more than two. */
const maxDistance = (name: string) => Math.min(2, Math.floor(name.length / 3));

const reduce = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, "");

/** @returns the one among the names that was probably meant by another, or undefined */
export function findNearestName<Name extends string>(
  names: readonly Name[],
  written: string,
): Name | undefined {
  const [nearest] = names
    .map((name) => ({ name, wrong: distance(reduce(name), reduce(written)) }))
    .filter(({ wrong }) => wrong <= maxDistance(written))
    .sort((one, other) => one.wrong - other.wrong);
  return nearest?.name;
}
