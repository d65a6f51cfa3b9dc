import type { ReadStream, WriteStream } from "node:tty";

interface Question {
  readonly text: string;
  /** Shows what is typed. */
  readonly echo: boolean;
}

interface Terminal {
  readonly input: ReadStream;
  readonly output: WriteStream;
}

/** Somebody pressed Ctrl-C. The terminal is as it was before. */
export class Interrupted extends Error {
  override name = "Interrupted";
}

const escapeCharacter = "\u001b";

/** What arrow keys and their like send. */
const controlSequences = new RegExp(`${escapeCharacter}(?:\\[[0-9;?]*[ -/]*[@-~]|O.)`, "g");

/**
 * Asks something in a terminal. Enter or Ctrl-D ends the answer; the backspace key, Ctrl-U and Ctrl-C work.
 * @returns the answer, with all that was pasted after its first line
 * @throws Interrupted
 */
export async function ask({ text, echo }: Question, { input, output }: Terminal): Promise<string> {
  // Before the question, so that nothing is shown of what answers it.
  input.setRawMode(true);
  output.write(text);
  input.setEncoding("utf8").resume();
  try {
    return await new Promise<string>((resolve, reject) => {
      let answer = "";
      const read = (piece: string) => {
        const typed = [...piece.replace(controlSequences, "")];
        for (const [index, character] of typed.entries()) {
          switch (character) {
            case "\u0003":
              input.off("data", read);
              reject(new Interrupted("Interrupted."));
              return;
            case "\r":
            case "\n":
            case "\u0004": {
              input.off("data", read);
              const rest = typed.slice(index).join("");
              resolve(`${answer}${rest.trim() === "" ? "" : rest}`);
              return;
            }
            case "\b":
            case "\u007f":
              answer = [...answer].slice(0, -1).join("");
              break;
            case "\u0015":
              answer = "";
              break;
            default:
              answer += character;
              if (echo) output.write(character);
          }
        }
      };
      input.on("data", read);
    });
  } finally {
    input.setRawMode(false);
    input.pause();
    output.write("\n");
  }
}
