import { EventEmitter, once } from "node:events";
import type { Readable } from "node:stream";
import { splitAtMark } from "./output-mark";

/** Reads one stream of a child to its end, line by line, and sees the marks that end an invocation's output. */
export class OutputReader {
  /** Resolves when the stream has ended. */
  readonly ended: Promise<void>;
  readonly #onLine: (line: string) => void;
  readonly #onPeakMemory: (bytes: number) => void;
  readonly #marks = new EventEmitter();
  #lastMarkedRequestId: string | undefined;

  constructor(stream: Readable, onLine: (line: string) => void, onPeakMemory: (bytes: number) => void) {
    this.#onLine = onLine;
    this.#onPeakMemory = onPeakMemory;
    this.ended = this.#read(stream);
  }

  /** Resolves when the mark of that invocation, the latest of this child, has been read. */
  async marked(requestId: string): Promise<void> {
    while (this.#lastMarkedRequestId !== requestId) await once(this.#marks, "mark");
  }

  async #read(stream: Readable): Promise<void> {
    let unfinished = "";
    stream.setEncoding("utf8");
    for await (const chunk of stream) {
      unfinished += String(chunk);
      for (let split = splitAtMark(unfinished); split; split = splitAtMark(unfinished)) {
        this.#reportLines(`${split.before}\n`);
        this.#onPeakMemory(split.mark.peakMemoryBytes);
        this.#lastMarkedRequestId = split.mark.requestId;
        this.#marks.emit("mark");
        unfinished = split.after;
      }
      unfinished = this.#reportLines(unfinished);
    }
    this.#reportLines(`${unfinished}\n`);
  }

  /** Reports the whole lines that are not empty and returns what follows the last line break. */
  #reportLines(text: string): string {
    const lines = text.split("\n");
    const rest = lines.pop() ?? "";
    for (const line of lines) if (line !== "") this.#onLine(line);
    return rest;
  }
}
