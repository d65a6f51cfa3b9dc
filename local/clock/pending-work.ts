/**
 * What Node names when it merely waits: sockets, pipes, timers. Anything else that it lists (a file being read, a
 * name being looked up, a connection being made, data being written) is work, and so is what this list does not know.
 * @see https://nodejs.org/api/process.html#processgetactiveresourcesinfo
 */
const passiveResources: ReadonlySet<string> = new Set([
  "FSEventWrap",
  "MessagePort",
  "PipeServerWrap",
  "PipeWrap",
  "ProcessWrap",
  "SignalWrap",
  "StatWatcher",
  "TCPServerWrap",
  "TCPSocketWrap",
  "TLSWrap",
  "TTYWrap",
  "Timeout",
  "UDPSocketWrap",
  "WorkerHandle",
]);

/**
 * Whether Node has something in hand for this process that will go on without being woken. Jobs of its thread pool
 * that are neither files nor names (`zlib`, `crypto`) do not show here.
 */
export function hasPendingWork(ignored?: "Immediate"): boolean {
  return process.getActiveResourcesInfo().some((type) => type !== ignored && !passiveResources.has(type));
}
