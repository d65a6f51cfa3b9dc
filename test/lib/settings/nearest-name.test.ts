import { findNearestName } from "../../../lib/settings/nearest-name";

const names = ["portals", "portalUrl", "at", "maxPaidBackupsPerMonth", "apiKeySecret"] as const;

test.each([
  ["portalUr", "portalUrl"],
  ["portal_url", "portalUrl"],
  ["Portal", "portals"],
  ["att", "at"],
  ["maxPaidBackups", "maxPaidBackupsPerMonth"],
])("%s is taken for %s, the nearest name", (written, meant) => {
  expect(findNearestName(names, written)).toBe(meant);
});

test.each(["retention", "t", "", "ports of call", "apiKey"])("%j is taken for none", (written) => {
  expect(findNearestName(names, written)).toBeUndefined();
});
