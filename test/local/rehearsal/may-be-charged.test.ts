import { mayBeCharged } from "../../../local/rehearsal/may-be-charged";

const log = (...checks: object[]) =>
  JSON.stringify({ level: "INFO", message: { happening: "check", check: { status: "OK", checks } } });
const other = { check: "API key", result: "ok" };

it.each([
  ["ok", false],
  ["failed", false],
  ["warning", true],
  ["not checked", true],
])("a backup may be charged where what is left is %s: %s", (result, charged) => {
  expect(mayBeCharged(["START", log(other, { check: "Backups left", result }), "END"])).toBe(charged);
});

it("the last check counts", () => {
  const lines = ["warning", "ok"].map((result) => log({ check: "Backups left", result }));
  expect(mayBeCharged(lines)).toBe(false);
});

it.each([[[]], [["no JSON"]], [[log(other)]]])(
  "a backup may be charged where no check tells: %j",
  (lines) => {
    expect(mayBeCharged(lines)).toBe(true);
  },
);
