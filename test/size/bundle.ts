import { join } from "node:path";
import { buildSync } from "esbuild";
import { bundling } from "../../lib/bundling";

const root = join(__dirname, "..", "..");
const { minify, mainFields, format, target } = bundling;

/** What the stack would deploy of an entry, such as `lambda/handler.ts`. */
export function bundle(entry: string): Uint8Array {
  const { outputFiles } = buildSync({
    entryPoints: [join(root, entry)],
    bundle: true,
    platform: "node",
    minify,
    mainFields: [...mainFields],
    format: format === "cjs" ? "cjs" : "esm",
    target,
    write: false,
  });
  const [file] = outputFiles;
  if (file === undefined) throw new Error(`esbuild made nothing of ${entry}.`);
  return file.contents;
}
