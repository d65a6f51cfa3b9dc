import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sharedFolderVariable } from "./shared-folder";

/** Before a run of Jest: its workers get a folder in which each keeps what it has synthesised. */
export default function shareAssemblies(): void {
  process.env[sharedFolderVariable] = mkdtempSync(join(tmpdir(), "rehearsal-assemblies-"));
}
