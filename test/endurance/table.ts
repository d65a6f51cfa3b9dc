/** How often each thing occurs. */
export function countEach<Thing>(things: Iterable<Thing>): ReadonlyMap<Thing, number> {
  const counts = new Map<Thing, number>();
  for (const thing of things) counts.set(thing, (counts.get(thing) ?? 0) + 1);
  return counts;
}

export type Row = readonly [what: string, count: number];

/** A table of a page, in Markdown. */
export function writeTable(title: string, rows: readonly Row[]): string {
  return [`| ${title} | |`, "|---|---|", ...rows.map(([what, count]) => `| ${what} | ${count} |`)].join("\n");
}
