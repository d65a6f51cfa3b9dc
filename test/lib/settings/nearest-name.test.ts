import { findNearestName } from "../../../lib/settings/nearest-name";

const names = ["portals", "portalUrl", "at"] as const;

test.each([
  ["portalUr", "portalUrl"],
  ["portal_url", "portalUrl"],
  ["Portal", "portals"],
  ["att", "at"],
])("%s is taken for %s, the nearest name", (written, meant) => {
  expect(findNearestName(names, written)).toBe(meant);
});

test.each(["retention", "t", "", "ports of call"])("%j is taken for none", (written) => {
  expect(findNearestName(names, written)).toBeUndefined();
});
