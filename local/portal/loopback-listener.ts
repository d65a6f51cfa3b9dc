import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";

const HOST = "127.0.0.1";

/** An HTTP server on 127.0.0.1 whose port stays the same when it stops listening for a while. */
export class LoopbackListener {
  readonly #server: Server;
  #port: number;

  /** Port 0 takes a free one. */
  constructor(answer: RequestListener, port: number) {
    this.#server = createServer(answer);
    // Real time means nothing here: no timer of the server may close a connection that virtual time keeps open.
    this.#server.keepAliveTimeout = 0;
    this.#server.requestTimeout = 0;
    this.#server.headersTimeout = 0;
    this.#port = port;
  }

  get url(): string {
    return `http://${HOST}:${this.#port}`;
  }

  get isListening(): boolean {
    return this.#server.listening;
  }

  /** Listens, for the first time or again. */
  async open(): Promise<void> {
    this.#server.listen(this.#port, HOST);
    await once(this.#server, "listening");
    const address = this.#server.address();
    if (address !== null && typeof address === "object") {
      this.#port = address.port;
    }
  }

  /** Refuses connections from now on and breaks those that are open. */
  async shut(): Promise<void> {
    const closed = this.#server.listening ? once(this.#server, "close") : undefined;
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }
}
