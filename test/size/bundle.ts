import { join } from "node:path";
import { type BuildOptions, buildSync } from "esbuild";
import { bundling } from "../../lib/bundling";

const root = join(__dirname, "..", "..");
const { minify, mainFields, format, target } = bundling;

/** How a bundle may be made otherwise than the stack makes it. */
export type OtherBundling = Pick<BuildOptions, "external" | "mainFields" | "minify">;

function build(entry: string, other: OtherBundling = {}) {
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
    ...other,
  });
}

/** What the stack would deploy of an entry, such as `lambda/handler.ts`. */
export function bundle(entry: string, other?: OtherBundling): Uint8Array {
  const [file] = build(entry, other).outputFiles;
  if (file === undefined) throw new Error(`esbuild made nothing of ${entry}.`);
  return file.contents;
}

/** The files of which something is in the bundle of an entry, as paths from the project's directory. */
export function listBundled(entry: string): string[] {
  return Object.values(build(entry).metafile.outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? path : [])),
  );
}
