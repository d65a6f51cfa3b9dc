import * as v from "valibot";

const json = v.pipe(v.string(), v.parseJson());

const platformLine = v.pipe(
  json,
  v.object({
    time: v.string(),
    type: v.string(),
    record: v.object({
      status: v.optional(v.string()),
      metrics: v.optional(v.record(v.string(), v.number()), {}),
    }),
  }),
);

const errorLine = v.pipe(
  json,
  v.object({
    timestamp: v.string(),
    level: v.string(),
    message: v.object({
      errorType: v.string(),
      errorMessage: v.string(),
      stackTrace: v.optional(v.array(v.string()), []),
    }),
  }),
);

/**
 * Sets a line of a function's log for a person to read: Lambda's own without braces, an error with its stack below it. Any
 * other stays as it is.
 */
export function makeReadable(line: string): string {
  const platform = v.safeParse(platformLine, line);
  if (platform.success) {
    const { time, type, record } = platform.output;
    const metrics = Object.entries(record.metrics).map(([name, value]) => `${name} ${value}`);
    const facts = [...(record.status === undefined ? [] : [record.status]), ...metrics].join(", ");
    return `${time}  ${type}  ${facts}`.trimEnd();
  }
  const error = v.safeParse(errorLine, line);
  if (!error.success) return line;
  const { timestamp, level, message } = error.output;
  const { errorType, errorMessage, stackTrace } = message;
  const stack = stackTrace.length > 0 ? stackTrace.join("\n") : `${errorType}: ${errorMessage}`;
  return `${timestamp}  ${level}  ${stack}`;
}

/** How much memory a function has, in MB, by what Lambda reports in its log; undefined if it does not. */
export function findMemoryMb(lines: readonly string[]): number | undefined {
  return lines
    .flatMap((line) => {
      const parsed = v.safeParse(platformLine, line);
      return parsed.success ? [parsed.output.record.metrics.memorySizeMB] : [];
    })
    .at(-1);
}
