/**
 * Compares a text with a pattern in which `*` stands for any characters and `?` for one.
 *
 * @param options.ignoreCase as IAM compares actions
 */
export function matchesPattern(
  text: string,
  pattern: string,
  options: { readonly ignoreCase: boolean } = { ignoreCase: false },
): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, options.ignoreCase ? "is" : "s").test(text);
}

/** Compares an ARN with a pattern part by part, so that a `*` in one part does not reach into the next. */
export function matchesArn(arn: string, pattern: string): boolean {
  if (pattern === "*") return true;
  const parts = splitArn(arn);
  const patterns = splitArn(pattern);
  return (
    parts.length === patterns.length &&
    patterns.every((part, index) => matchesPattern(parts[index] ?? "", part))
  );
}

/** The six parts `arn`, partition, service, region, account and resource; the last may hold colons. */
function splitArn(arn: string): string[] {
  const parts = arn.split(":");
  return [...parts.slice(0, 5), parts.slice(5).join(":")];
}
