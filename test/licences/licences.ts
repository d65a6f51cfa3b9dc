import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { dependencies, devDependencies } from "../../package.json";
import { listBundled } from "../size/bundle";

const root = join(__dirname, "..", "..");

/** What may be used, by its name in SPDX's list, and why. */
export const allowedLicences: Readonly<Record<string, string>> = {
  "Apache-2.0": "permissive, with a grant of patents; asks for its text where copies are handed on",
  MIT: "permissive; asks for its text where copies are handed on",
  "MIT-0": "permissive, and asks for nothing",
};

/** A package that is in the bundle, or is named in package.json. */
export interface LicensedPackage {
  readonly name: string;
  readonly version: string;
  /** An SPDX expression. */
  readonly licence: string;
  readonly isBundled: boolean;
  readonly isNamed: boolean;
}

const manifest = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ name: v.string(), version: v.string(), license: v.optional(v.string(), "none told") }),
);

/** The directory of the package that a bundled file is of; nothing for a file of ours. */
function findPackage(path: string): string[] {
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path) ?? [];
}

/** All packages that are in the function's bundle, by esbuild's own account of it, and all that package.json names. */
export function listPackages(): LicensedPackage[] {
  const bundled = listBundled("lambda/handler.ts").flatMap(findPackage);
  const named = Object.keys({ ...dependencies, ...devDependencies }).map((name) => `node_modules/${name}`);
  return [...new Set([...bundled, ...named])].sort().map((directory) => {
    const { license, ...told } = v.parse(
      manifest,
      readFileSync(join(root, directory, "package.json"), "utf8"),
    );
    const [isBundled, isNamed] = [bundled.includes(directory), named.includes(directory)];
    return { ...told, licence: license, isBundled, isNamed };
  });
}

/** Those whose licence is not on the list; of several to choose from one suffices. */
export function refusePackages(packages: readonly LicensedPackage[]): LicensedPackage[] {
  const isAllowed = (licence: string) => Object.hasOwn(allowedLicences, licence);
  return packages.filter(
    ({ licence }) =>
      !licence
        .replace(/^\((.*)\)$/, "$1")
        .split(" OR ")
        .some(isAllowed),
  );
}

/** The packages as a table of Markdown. */
export function writeTable(packages: readonly LicensedPackage[]): string {
  const mark = (is: boolean) => (is ? "yes" : "");
  const rows = packages.map(
    ({ name, version, licence, isBundled, isNamed }) =>
      `| \`${name}\` | ${version} | ${licence} | ${mark(isBundled)} | ${mark(isNamed)} |\n`,
  );
  return `| package | version | licence | in the bundle | named in package.json |\n|---|---|---|---|---|\n${rows.join("")}`;
}
