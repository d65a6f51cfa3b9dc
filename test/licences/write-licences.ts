import { writePart } from "../docs/generated-part";
import { listPackages, refusePackages, writeTable } from "./licences";

/** Prints the licences, and writes them into the page on dependencies; fails for one that is not allowed. */
function main(): void {
  const packages = listPackages();
  const table = writeTable(packages);
  console.log(table);
  writePart("adr/0010-dependencies.md", "licences", table);
  for (const { name, licence } of refusePackages(packages)) {
    console.error(
      `${name} has the licence ${licence}, which is not on the list in test/licences/licences.ts.`,
    );
    process.exitCode = 1;
  }
}

main();
