const maxLength = 80;

/**
 * Shows a value in an error message: as JSON, cut off at {@link maxLength} characters. What may be an API key or a
 * password in a URL is left out, because somebody may have put it into the wrong setting.
 */
export function describeValue(value: unknown): string {
  const json = JSON.stringify(value)
    .replace(/\bsk-\w{8,}/g, "sk-…")
    .replace(/\/\/.*@/g, "//…@");
  return json.length > maxLength ? `${json.slice(0, maxLength)}…` : json;
}
