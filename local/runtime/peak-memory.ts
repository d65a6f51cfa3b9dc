import { readFileSync } from "node:fs";

/**
 * The most memory that a process has had resident at once, in bytes; `undefined` where the system does not tell (other
 * than Linux) or the process is gone.
 */
export function readPeakMemoryBytes(pid: number | "self" | undefined): number | undefined {
  try {
    const match = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "latin1"));
    return match ? Number(match[1]) * 1024 : undefined;
  } catch {
    return undefined;
  }
}
