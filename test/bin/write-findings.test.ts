import type { Finding } from "../../bin/check/finding";
import { sumUp, writeFindings } from "../../bin/check/write-findings";
import { choosePaint, type Paint } from "../../bin/terminal/paint";

const plain: Paint = (_colour, text) => text;

const ok: Finding = { check: "API key", result: "ok", says: "It is valid." };
const failed: Finding = {
  check: "Storage",
  result: "failed",
  says: "The folder 4711 does not exist, or the owner of the API key may not see it.",
  next: "Compare the number in the folder's address with the setting folderId, and deploy again: npx cdk deploy DocSpaceBackup-acme",
};
const warning: Finding = { check: "Quota", result: "warning", says: "One backup is left.", next: "Look." };

test("findings are aligned, the worst first, each with its next step below it and nothing beyond 80 columns", () => {
  expect(writeFindings([ok, warning, failed], plain)).toEqual([
    "✗ failed       Storage  The folder 4711 does not exist, or the owner of the API",
    "                        key may not see it.",
    "    Next: Compare the number in the folder's address with the setting folderId,",
    "    and deploy again: npx cdk deploy DocSpaceBackup-acme",
    "! warning      Quota    One backup is left.",
    "    Next: Look.",
    "✓ ok           API key  It is valid.",
  ]);
});

test("a word that is longer than a line stays whole", () => {
  const link = `https://example.com/${"a".repeat(90)}`;
  expect(writeFindings([{ ...ok, next: `Open ${link} now` }], plain)).toContain(`    ${link}`);
});

test.each([
  [[ok, ok], "OK: all 2 are well."],
  [[ok, warning], "WARNING: of 2 none failed, 1 with a warning."],
  [[ok, { ...ok, result: "not checked" }], "WARNING: of 2 none failed, 1 not checked."],
  [[ok, failed, failed, warning], "FAILED: 2 of 4 failed, 1 with a warning."],
] satisfies [Finding[], string][])("%# is summed up by its worst", (findings, line) => {
  expect(sumUp(findings, plain)).toBe(line);
});

test.each([
  ["a terminal", true, {}, "\u001b[31mred\u001b[39m"],
  ["a file", false, {}, "red"],
  ["somebody who wants no colour", true, { NO_COLOR: "1" }, "red"],
  ["a terminal that has none", true, { TERM: "dumb" }, "red"],
])("colours are chosen for %s", (_what, isTTY, environment, shown) => {
  expect(choosePaint({ isTTY }, environment)("red", "red")).toBe(shown);
});
