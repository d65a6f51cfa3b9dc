import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Writes a file beside its place first, so that nobody ever reads half of it, and nobody but this user at all: reports of a
 * rehearsal against a real portal tell its name and what is in it. Makes its directory.
 */
export function writeWhole(path: string, contents: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  const unfinishedPath = `${path}.${process.pid}`;
  writeFileSync(unfinishedPath, contents, { mode: 0o600 });
  renameSync(unfinishedPath, path);
}
