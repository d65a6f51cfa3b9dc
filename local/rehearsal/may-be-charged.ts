import * as v from "valibot";

const checked = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    message: v.object({
      check: v.object({ checks: v.array(v.object({ check: v.string(), result: v.string() })) }),
    }),
  }),
);

/**
 * Whether a backup that is asked for now may be charged, by the last check in a function's log: unless backups are left that
 * cost nothing, or none would be made. Where the check could not tell, it may.
 */
export function mayBeCharged(logLines: readonly string[]): boolean {
  const left = logLines
    .flatMap((line) => {
      const parsed = v.safeParse(checked, line);
      return parsed.success ? [parsed.output.message.check.checks] : [];
    })
    .at(-1)
    ?.find(({ check }) => check === "Backups left");
  return left?.result !== "ok" && left?.result !== "failed";
}
