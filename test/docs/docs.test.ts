import { readFileSync } from "node:fs";
import { join } from "node:path";
import { storageTypes } from "../../lambda/portal/storage-type";
import { warningWords } from "../../lambda/report/verdict";
import { problemCodes } from "../../lambda/run/outcome";

/** The sections of a page that a report may lead to, as they are addressed. */
function listSections(file: string): string[] {
  const page = readFileSync(join(__dirname, "../../docs", file), "utf8");
  return [...page.matchAll(/^#{2,3} (.+)$/gm)].map(([, title = ""]) =>
    title.toLowerCase().replaceAll(" ", "-"),
  );
}

test("the runbook has a section for whatever a report may have to tell", () => {
  const wanted = [...problemCodes, ...Object.keys(warningWords)];
  const sections = listSections("runbook.md");
  expect(wanted.filter((code) => !sections.includes(code))).toEqual([]);
  expect(sections).toContain("no-mail-at-all");
});

test("each kind of storage has a section on how to restore from it", () => {
  const sections = listSections("restore.md");
  expect(storageTypes.filter((type) => !sections.includes(type.toLowerCase()))).toEqual([]);
});
