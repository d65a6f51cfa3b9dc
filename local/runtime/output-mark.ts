/** What the client of the Runtime API writes to standard output and standard error after an invocation, so that no line is missed. */
export interface OutputMark {
  readonly requestId: string;
  readonly peakMemoryBytes: number;
}

const markPattern = /\0end of ([^\s\0]+) (\d+)\n/;

/** The mark as text; it begins with a NUL, which no function writes. */
export function formatMark({ requestId, peakMemoryBytes }: OutputMark): string {
  return `\0end of ${requestId} ${Math.round(peakMemoryBytes)}\n`;
}

/** Finds the first whole mark in some output: what stands before it, the mark, and what follows. */
export function splitAtMark(output: string): { before: string; mark: OutputMark; after: string } | undefined {
  const match = markPattern.exec(output);
  if (!match) return undefined;
  const [whole, requestId = "", peakMemoryBytes] = match;
  return {
    before: output.slice(0, match.index),
    mark: { requestId, peakMemoryBytes: Number(peakMemoryBytes) },
    after: output.slice(match.index + whole.length),
  };
}
