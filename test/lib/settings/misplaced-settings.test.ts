import { findMisplacedSettings } from "../../../lib/settings/misplaced-settings";

it("finds what stands beside the context, where the CDK does not read it", () => {
  const file = { app: "x", portals: [], portalDefaults: {}, context: { portals: [] } };
  expect(findMisplacedSettings(file).map(({ path, expected }) => [path, expected])).toEqual([
    ["portals", 'the same inside the braces of "context"'],
    ["portalDefaults", 'the same inside the braces of "context"'],
  ]);
});

it.each([[{ context: { portals: [] } }], [undefined], [[]]])("finds nothing in %j", (file) => {
  expect(findMisplacedSettings(file)).toEqual([]);
});
