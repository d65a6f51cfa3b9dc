import { readSessions, record, writeSession } from "./sessions";

/** Records anew what the README shows of the rehearsal. */
async function main(): Promise<void> {
  for (const { args } of readSessions()) writeSession(args, await record(args));
}

void main();
