import type { WriteStream } from "node:tty";

export type Colour = "green" | "yellow" | "red" | "grey";

const codes: Readonly<Record<Colour, number>> = { green: 32, yellow: 33, red: 31, grey: 90 };

/** Colours a text, or leaves it as it is. */
export type Paint = (colour: Colour, text: string) => string;

/** Colours only on a terminal, and not for somebody who has set NO_COLOR. @see https://no-color.org */
export function choosePaint(output: Pick<WriteStream, "isTTY">, environment: NodeJS.ProcessEnv): Paint {
  const isColoured = output.isTTY && (environment.NO_COLOR ?? "") === "" && environment.TERM !== "dumb";
  return (colour, text) => (isColoured ? `\u001b[${codes[colour]}m${text}\u001b[39m` : text);
}
