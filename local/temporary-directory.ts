import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const directories = new Set<string>();

/** Also what an interrupted rehearsal leaves is removed: nothing of it is of use to anybody. */
process.on("exit", () => {
  for (const directory of directories) rmSync(directory, { recursive: true, force: true });
});

/** Makes an empty directory of this process's own, which goes with the process at the latest. */
export function createTemporaryDirectory(name: string): string {
  const directory = mkdtempSync(join(tmpdir(), `rehearsal-${name}-`));
  directories.add(directory);
  return directory;
}

/** Removes a directory that {@link createTemporaryDirectory} made, with all that is in it. */
export function removeTemporaryDirectory(directory: string): void {
  rmSync(directory, { recursive: true, force: true });
  directories.delete(directory);
}
