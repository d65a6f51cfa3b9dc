import { format } from "node:util";

const levels: readonly string[] = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"];

/**
 * Makes `console` write what Lambda's Node runtime writes where the log format is JSON: one object a line, nothing below
 * the wanted level. `process.stdout.write` is left alone.
 * @param currentRequestId undefined before the first event, which is logged as `-`
 * @see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-logging.html
 */
export function patchConsole(
  lowestLevel: string | undefined,
  currentRequestId: () => string | undefined,
): void {
  const lowest = lowestLevel === undefined ? 0 : levels.indexOf(lowestLevel);
  const writer =
    (level: string) =>
    (message: unknown, ...parameters: unknown[]) => {
      if (levels.indexOf(level) < lowest) return;
      process.stdout.write(`${formatLine(level, currentRequestId() ?? "-", message, parameters)}\n`);
    };
  Object.assign(console, {
    trace: writer("TRACE"),
    debug: writer("DEBUG"),
    log: writer("INFO"),
    info: writer("INFO"),
    warn: writer("WARN"),
    error: writer("ERROR"),
    fatal: writer("FATAL"),
  });
}

function formatLine(level: string, requestId: string, message: unknown, parameters: unknown[]): string {
  const head = { timestamp: new Date().toISOString(), level, requestId };
  if (parameters.length > 0) {
    const error = parameters.find((parameter) => parameter instanceof Error);
    return JSON.stringify({
      ...head,
      message: format(message, ...parameters),
      ...(error && describeError(error)),
    });
  }
  try {
    return JSON.stringify({ ...head, message }, replaceError);
  } catch {
    return JSON.stringify({ ...head, message: format(message) });
  }
}

function replaceError(_key: string, value: unknown): unknown {
  return value instanceof Error ? { ...describeError(value), ...value } : value;
}

function describeError(error: Error): object {
  return {
    errorType: error.constructor.name,
    errorMessage: error.message,
    stackTrace: error.stack?.split("\n") ?? [],
  };
}
