import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { dependencies, devDependencies, overrides } from "../../package.json";
import { expectPart } from "./generated-part";

const root = join(__dirname, "../..");
const readText = (path: string) => readFileSync(join(root, path), "utf8");

const lockfile = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    packages: v.record(
      v.string(),
      v.object({
        version: v.optional(v.string()),
        resolved: v.optional(v.string()),
        integrity: v.optional(v.string()),
        inBundle: v.optional(v.boolean(), false),
        link: v.optional(v.boolean(), false),
        hasInstallScript: v.optional(v.boolean(), false),
      }),
    ),
  }),
);

const named = Object.keys({ ...dependencies, ...devDependencies });

function listPackages(path: string) {
  const { "": _project, ...locked } = v.parse(lockfile, readText(path)).packages;
  return Object.entries(locked).map(([path, fields]) => ({
    name: path.replace(/^.*node_modules\//, ""),
    ...fields,
  }));
}

const packages = listPackages("package-lock.json");

/** What is installed apart, for a few tests on demand and for those on other versions of Node. */
const setsFolder = "test/runtimes/packages";
const apart = [
  "test/mutation/stryker",
  ...readdirSync(join(root, setsFolder)).map((set) => `${setsFolder}/${set}`),
];

test("each package of package.json is argued in the page on dependencies, and no other", () => {
  const rows = readText("docs/adr/0010-dependencies.md").matchAll(
    /^\| `(\S+)` \| ([a-z, ]+) \| (.+\.) \|$/gm,
  );
  const argued = [...rows].map(([, name = ""]) => name);
  expect(argued.toSorted()).toEqual(named.toSorted());
});

const manifest = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    dependencies: v.optional(v.record(v.string(), v.string()), {}),
    optionalDependencies: v.optional(v.record(v.string(), v.string()), {}),
  }),
);

test("all versions are exact", () => {
  const others = apart.map((folder) => v.parse(manifest, readText(`${folder}/package.json`)));
  const versions = [
    ...Object.entries({ ...dependencies, ...devDependencies, ...overrides }),
    ...others.flatMap((one) => Object.entries({ ...one.dependencies, ...one.optionalDependencies })),
  ];
  expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
});

test.each([
  ["package-lock.json", named.length],
  ...apart.map((folder): [string, number] => [`${folder}/package-lock.json`, 1]),
])("%s has a sum of each package's contents, and names no place but npm's registry", (path, fewest) => {
  const packages = listPackages(path);
  // What is in another package's archive is covered by that one's sum.
  const fetched = packages.filter(({ inBundle }) => !inBundle);
  expect(fetched.length).toBeGreaterThan(fewest);
  expect(fetched.filter(({ integrity = "" }) => !/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity))).toEqual([]);
  const registry = "https://registry.npmjs.org/";
  expect(packages.filter(({ resolved = registry, link }) => link || !resolved.startsWith(registry))).toEqual(
    [],
  );
});

test("no install script is run, and the page on dependencies names the packages that have one", () => {
  expect(readText(".npmrc").split("\n")).toContain("ignore-scripts=true");
  const withScript = packages.filter(({ hasInstallScript }) => hasInstallScript);
  const lines = withScript.map(({ name, version }) => `- \`${name}\` ${version}\n`);
  expectPart("adr/0010-dependencies.md", "install-scripts", lines.sort().join(""));
});

test("what installs says npm ci, which the lockfile binds", () => {
  const told = ["README.md", "CONTRIBUTING.md", ".ci/run"].map(readText).join("\n");
  expect(told).toContain("npm ci");
  expect(told.match(/\bnpm (?:i|install|update)\b/g)).toBeNull();
});
