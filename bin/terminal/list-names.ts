const shownCount = 5;

/** The first few of the names, and how many more there are. */
export function listNames(names: readonly string[]): string {
  const shown = names.slice(0, shownCount).join(", ");
  return names.length > shownCount ? `${shown} and ${names.length - shownCount} more` : shown;
}
