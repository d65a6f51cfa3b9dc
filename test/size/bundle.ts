import { join } from "node:path";
import { buildSync } from "esbuild";
import { bundling } from "../../lib/bundling";

const root = join(__dirname, "..", "..");
const { minify, mainFields, format, target } = bundling;

function build(entry: string) {
  return buildSync({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    platform: "node",
    minify,
    mainFields: [...mainFields],
    format: format === "cjs" ? "cjs" : "esm",
    target,
    metafile: true,
    write: false,
  });
}

/** What the stack would deploy of an entry, such as `lambda/handler.ts`. */
export function bundle(entry: string): Uint8Array {
  const [file] = build(entry).outputFiles;
  if (file === undefined) throw new Error(`esbuild made nothing of ${entry}.`);
  return file.contents;
}

/** The files of which something is in the bundle of an entry, as paths from the project's directory. */
export function listBundled(entry: string): string[] {
  return Object.values(build(entry).metafile.outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? path : [])),
  );
}
