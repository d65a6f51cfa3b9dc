import { rmSync } from "node:fs";
import { sharedFolderVariable } from "./shared-folder";

/** After a run of Jest. */
export default function forgetAssemblies(): void {
  const folder = process.env[sharedFolderVariable];
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
}
