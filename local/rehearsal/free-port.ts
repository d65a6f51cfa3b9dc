import { randomInt } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";

/**
 * Below all that Linux (from 32768 on), macOS and Windows (from 49152 on) hand out by themselves: a port that they choose may
 * be given to the next connection of anybody, long before the portal of the rehearsal listens at it.
 */
const ports = { from: 20_000, before: 32_768 };

const tries = 100;

/**
 * Finds a port of 127.0.0.1 at which nobody listens, and which stays free while the stack is synthesised for it.
 * @throws Error if a hundred of them are taken
 */
export async function findFreePort(): Promise<number> {
  for (let count = 0; count < tries; count++) {
    const port = randomInt(ports.from, ports.before);
    if (await isFree(port)) return port;
  }
  throw new Error(`of ${tries} ports of 127.0.0.1 between ${ports.from} and ${ports.before} none is free`);
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  server.listen(port, "127.0.0.1");
  try {
    await once(server, "listening");
  } catch {
    return false;
  }
  server.close();
  await once(server, "close");
  return true;
}
