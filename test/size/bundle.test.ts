import { join } from "node:path";
import { buildSync } from "esbuild";
import { bundling } from "../../lib/bundling";

const root = join(__dirname, "..", "..");
const { minify, mainFields, format, target } = bundling;

/** Size in KiB of what the stack would deploy of this entry. */
function bundle(entry: string): number {
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
  return (outputFiles[0]?.contents.length ?? Number.NaN) / 1024;
}

test("the function's own code adds at most 80 KiB to the AWS clients that it uses", () => {
  const sizeKib = bundle("lambda/handler.ts");
  const bareKib = bundle("test/size/bare-clients.ts");
  expect(bareKib).toBeGreaterThan(300);
  expect(sizeKib - bareKib).toBeGreaterThan(40);
  expect(sizeKib - bareKib).toBeLessThanOrEqual(80);
});
