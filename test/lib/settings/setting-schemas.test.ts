import * as v from "valibot";
import { isSettingName, settingNames, settingSchemas } from "../../../lib/settings/setting-schemas";

test.each(settingNames)("%s is described and has an example that is right", (name) => {
  const schema = settingSchemas[name];
  const examples = v.getExamples(schema);
  expect(v.getDescription(schema)).toMatch(/\w{3}/);
  expect(examples).toHaveLength(1);
  for (const example of examples) expect(v.is(schema, example)).toBe(true);
});

test("only the settings themselves are settings", () => {
  expect(isSettingName("at")).toBe(true);
  expect(isSettingName("toString")).toBe(false);
});
