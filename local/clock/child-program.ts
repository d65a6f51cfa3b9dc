import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { buildSync } from "esbuild";
import { writeWhole } from "../write-whole";

const cacheDirectory = join(__dirname, "../../node_modules/.cache/rehearsal");
const bundledPaths = new Map<string, string>();

/**
 * Bundles a TypeScript module, once a process, into one CommonJS file that a bare Node of version 20 or later runs, and
 * returns that file's path. It is named for its content, so processes may make it at the same time and none has to
 * remove it.
 */
export function bundleChildProgram(entryPath: string): string {
  const known = bundledPaths.get(entryPath);
  if (known) return known;
  const [output] = buildSync({
    entryPoints: [entryPath],
    write: false,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    logLevel: "error",
  }).outputFiles;
  if (!output) throw new Error(`esbuild made nothing of ${entryPath}: expected one bundled file.`);
  const digest = createHash("sha256").update(output.contents).digest("hex").slice(0, 16);
  const path = join(cacheDirectory, `${basename(entryPath, ".ts")}-${digest}.cjs`);
  if (!existsSync(path)) writeWhole(path, output.contents);
  bundledPaths.set(entryPath, path);
  return path;
}
