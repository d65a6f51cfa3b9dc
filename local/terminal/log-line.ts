import * as v from "valibot";

const logLine = v.pipe(v.string(), v.parseJson(), v.object({ level: v.string(), message: v.unknown() }));
const happening = v.looseObject({ happening: v.string() });

function describeValue(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/**
 * What a line of a function's JSON log says to a person: what happened, and the facts that fit in a line. Undefined for
 * what is not the function's own.
 */
export function describeLogLine(line: string): string | undefined {
  const parsed = v.safeParse(logLine, line);
  if (!parsed.success) return undefined;
  const message = v.safeParse(happening, parsed.output.message);
  if (!message.success)
    return parsed.output.level === "ERROR" ? undefined : describeValue(parsed.output.message);
  const { happening: what, ...facts } = message.output;
  // Ids and whole sentences would fill the line; they are in the log.
  const details = Object.entries(facts)
    .filter(([, value]) => typeof value !== "object" && /^.{0,24}$/.test(String(value)))
    .map(([name, value]) => `${name} ${describeValue(value)}`);
  return details.length === 0 ? what : `${what} (${details.join(", ")})`;
}
