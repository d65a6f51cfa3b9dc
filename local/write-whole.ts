import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** Writes a file beside its place first, so that nobody ever reads half of it. Makes its directory. */
export function writeWhole(path: string, contents: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  const unfinishedPath = `${path}.${process.pid}`;
  writeFileSync(unfinishedPath, contents);
  renameSync(unfinishedPath, path);
}
