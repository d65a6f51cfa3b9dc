import * as v from "valibot";

/** What a part of Stryker's report that we read looks like. @see https://github.com/stryker-mutator/mutation-testing-elements/tree/master/packages/report-schema */
const reportSchema = v.object({
  files: v.record(v.string(), v.object({ mutants: v.array(v.object({ status: v.string() })) })),
});
type Status = v.InferOutput<typeof reportSchema>["files"][string]["mutants"][number]["status"];

/** `lambda/run` for `lambda/run/start.ts`; what is said beside a folder of its name goes with that folder. */
function nameFolder(file: string, files: readonly string[]): string {
  const ownFolder = file.replace(/\.ts$/, "");
  if (files.some((other) => other.startsWith(`${ownFolder}/`))) return ownFolder;
  return file.slice(0, file.lastIndexOf("/"));
}

function describeRow(name: string, files: readonly (readonly Status[])[]): string {
  const statuses = files.flat();
  const count = (...wanted: readonly Status[]) => statuses.filter((status) => wanted.includes(status)).length;
  const [killed, timedOut] = [count("Killed"), count("Timeout")];
  const [survived, uncovered] = [count("Survived"), count("NoCoverage")];
  const judged = killed + timedOut + survived + uncovered;
  const score = judged === 0 ? "-" : `${((100 * (killed + timedOut)) / judged).toFixed(1)} %`;
  const numbers = [files.length, judged, killed, timedOut, survived, uncovered, count("RuntimeError")];
  return `| ${name} | ${numbers.join(" | ")} | ${score} |\n`;
}

/**
 * The score of each folder and of all, as a table for a page.
 * @param report the text of Stryker's JSON report
 * @throws ValiError if it is none
 */
export function scoreMutants(report: string): string {
  const { files } = v.parse(reportSchema, JSON.parse(report));
  const folders = new Map<string, Status[][]>();
  for (const [file, { mutants }] of Object.entries(files).toSorted()) {
    const folder = nameFolder(file, Object.keys(files));
    const statuses = mutants.map(({ status }) => status);
    folders.set(folder, [...(folders.get(folder) ?? []), statuses]);
  }
  const rows = [...folders].map(([folder, found]) => describeRow(`\`${folder}/\``, found));
  return [
    "| folder | files | mutants | found by a test | found by a timeout | survived | no test came by | would not load | score |\n",
    "|---|---|---|---|---|---|---|---|---|\n",
    ...rows,
    describeRow("**all**", [...folders.values()].flat()),
  ].join("");
}
