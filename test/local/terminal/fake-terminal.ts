import type { WriteStream } from "node:tty";
import { Screen } from "../../../local/terminal/screen";

/** A screen, and what a person in front of it sees. */
export function openScreen({ isTTY = true, columns = 80 } = {}) {
  let written = "";
  const output: WriteStream = Object.create(process.stdout, {
    isTTY: { value: isTTY },
    columns: { value: columns },
    write: {
      value: (text: string) => {
        written += text;
        return true;
      },
    },
  });
  return {
    screen: new Screen(output),
    /** Everything that was written, control sequences included. */
    readOutput: () => written,
    /** The lines as they stand; `\r` and `ESC [K` together empty the line on which they are written. */
    readLines: () => written.split("\n").map((line) => line.split("\r\u001b[K").at(-1)),
  };
}
