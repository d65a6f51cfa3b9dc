import type { WriteStream } from "node:tty";

/** Lines that stay, and below them one that is drawn again and again where somebody watches. */
export class Screen {
  readonly #output: WriteStream;
  #status = "";

  constructor(output: WriteStream) {
    this.#output = output;
  }

  /** Whether a person looks on. */
  get isWatched(): boolean {
    return this.#output.isTTY;
  }

  print(line = ""): void {
    this.#erase();
    this.#output.write(`${line}\n`);
    this.#draw();
  }

  /** Draws the line at the bottom; nothing where nobody watches. */
  showStatus(status: string): void {
    if (!this.isWatched || status === this.#status) return;
    this.#erase();
    this.#status = status.slice(0, (this.#output.columns || 80) - 1);
    this.#draw();
  }

  #erase(): void {
    if (this.#status !== "") this.#output.write("\r\u001b[K");
  }

  #draw(): void {
    this.#output.write(this.#status);
  }
}
