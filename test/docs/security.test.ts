import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(__dirname, "../..");
const page = readFileSync(join(root, "SECURITY.md"), "utf8");

/** The rows of the table of threats, each with what it says it is held by. */
function listThreats(): { readonly threat: string; readonly heldBy: string }[] {
  const [, table = ""] = /\n## Threats\n(.*?)\n## /s.exec(page) ?? [];
  const rows = table.split("\n").filter((line) => line.startsWith("| "));
  return rows.slice(1).map((row) => {
    const [, threat = "", , heldBy = ""] = row.split(" | ").flatMap((cell) => cell.split(/^\| | \|$/));
    return { threat, heldBy };
  });
}

/** The titles that a row names, each with the file that it is to be in. */
function listTitles(heldBy: string): { readonly file: string; readonly title: string }[] {
  return heldBy.split("; ").flatMap((place) => {
    const [, file = "", titles = ""] = /^`([^`]+)`: (.+)$/.exec(place) ?? [];
    return titles.split(/(?<="), (?=")/).map((title) => ({ file, title: title.replace(/^"|"$/g, "") }));
  });
}

/** Whether a file has a test of this title, one of its own or one for each of a list. The linter refuses those that are skipped. */
function hasTest(file: string, title: string): boolean {
  if (!/^test\/.+\.(?:test|browser|runtime)\.ts$/.test(file) || !existsSync(join(root, file))) return false;
  const source = readFileSync(join(root, file), "utf8");
  return source
    .split(JSON.stringify(title))
    .slice(0, -1)
    .some((before) => /(?:\b(?:test|it)|\))\(\s*$/.test(before));
}

const threats = listThreats();

test("each threat names a test, and each test that is named is there", () => {
  expect(threats.length).toBeGreaterThan(20);
  expect(threats.filter(({ threat, heldBy }) => threat === "" || heldBy === "")).toEqual([]);
  const missing = threats.flatMap(({ threat, heldBy }) =>
    listTitles(heldBy)
      .filter(({ file, title }) => title === "" || !hasTest(file, title))
      .map(({ file, title }) => `${threat}: "${title}" in ${file}`),
  );
  expect(missing).toEqual([]);
});

test("a test that is not there is missed", () => {
  const title = "a test that is not there is missed";
  expect(hasTest("test/docs/security.test.ts", title)).toBe(true);
  expect(hasTest("test/docs/security.test.ts", "a test that is")).toBe(false);
  expect(hasTest("test/docs/nowhere.test.ts", title)).toBe(false);
  expect(hasTest("test/docs/security.test.ts", "test/docs/nowhere.test.ts")).toBe(false);
});

test("whatever the page names as a file of this project is there", () => {
  const links = [...page.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, path = ""]) => path);
  const files = [...page.matchAll(/`(test\/[^`]+)`/g)].map(([, path = ""]) => path);
  expect([...links, ...files].filter((path) => !existsSync(join(root, path)))).toEqual([]);
});
