import { expectPart } from "../docs/generated-part";
import { bundle } from "../size/bundle";
import { allowedLicences, type LicensedPackage, listPackages, refusePackages, writeTable } from "./licences";

const packages = listPackages();

const licensed = (licence: string): LicensedPackage => ({
  name: "example",
  version: "1.0.0",
  licence,
  isBundled: true,
  isNamed: false,
});

test("the page on dependencies lists each package of the bundle and of package.json with its licence", () => {
  expect(packages.filter(({ isBundled }) => isBundled).length).toBeGreaterThan(10);
  expectPart("adr/0010-dependencies.md", "licences", writeTable(packages));
});

test("each has a licence from the list, and the list has none that nothing has", () => {
  expect(refusePackages(packages)).toEqual([]);
  const used = packages.flatMap(({ licence }) => licence.split(" OR "));
  expect(Object.keys(allowedLicences).filter((licence) => !used.includes(licence))).toEqual([]);
});

test("any other licence is refused, and of several to choose from one suffices", () => {
  const refused = ["GPL-3.0-only", "none told", "MIT AND GPL-3.0-only", "SEE LICENSE IN LICENSE", "toString"];
  const fine = ["MIT", "MIT OR GPL-3.0-only", "(GPL-3.0-only OR Apache-2.0)"];
  expect(refusePackages([...refused, ...fine].map(licensed)).map(({ licence }) => licence)).toEqual(refused);
});

test("no bundled file has a legal comment that would have to be kept", () => {
  const source = Buffer.from(bundle("lambda/handler.ts")).toString();
  expect(source.match(/\/[*/]!|@license|@preserve|@copyright/gi)).toBeNull();
});
