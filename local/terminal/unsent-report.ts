import * as v from "valibot";

const logLine = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ message: v.object({ happening: v.string(), subject: v.string(), text: v.string() }) }),
);

/** A report that the function left in its log, because it could not be mailed. */
export interface UnsentReport {
  readonly subject: string;
  readonly text: string;
}

/** Finds the last such report among lines of log. */
export function findUnsentReport(lines: readonly string[]): UnsentReport | undefined {
  return lines
    .flatMap((line) => {
      const parsed = v.safeParse(logLine, line);
      return parsed.success ? [parsed.output.message] : [];
    })
    .at(-1);
}
