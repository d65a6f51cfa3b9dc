import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";

export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

export type Respond = (request: SeenRequest, response: ServerResponse, count: number) => void;

/** A server on loopback that answers as the test says, and remembers what it was asked. */
export async function startServer(respond: Respond) {
  const requests: SeenRequest[] = [];
  const server: Server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8");
    request.on("data", (chunk: string) => {
      body += chunk;
    });
    request.on("end", () => {
      const { method = "", url = "", headers } = request;
      const seen = { method, url, headers, body };
      requests.push(seen);
      respond(seen, response, requests.length);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Answers in the portal's envelope. */
export function respondWith(
  response: ServerResponse,
  result: unknown,
  headers: Record<string, string> = {},
): void {
  const nothing = result === undefined;
  const envelope = {
    ...(nothing ? {} : { response: result }),
    count: nothing ? 0 : 1,
    status: 0,
    statusCode: 200,
  };
  response.writeHead(200, { "content-type": "application/json; charset=utf-8", ...headers });
  response.end(JSON.stringify(envelope));
}
