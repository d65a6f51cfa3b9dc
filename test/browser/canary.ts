import { type LoopbackServer, openLoopbackServer } from "./loopback-server";

/** A server that nobody has a reason to ask for anything, and that notes who does. */
export interface Canary extends LoopbackServer {
  readonly requests: string[];
}

export async function openCanary(): Promise<Canary> {
  const requests: string[] = [];
  const server = await openLoopbackServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    // Nothing to show: what is led here stays where it is, so that it can be looked at.
    response.writeHead(204).end();
  });
  return { ...server, requests };
}
