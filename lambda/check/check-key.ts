import { describeError } from "../outside-text";
import { type ApiKey, ApiKeyError } from "../portal/api-key";
import type { Look } from "../portal/portal-client";
import { PortalError } from "../portal/portal-error";
import type { KeyFacts } from "../portal/portal-facts";
import { explain, newKey } from "../report/causes";
import { formatDay } from "../report/format";
import { isUnderWay } from "../run/follow";
import { nameKey, toldMs, warnedMs } from "../run/foresight";
import type { Settled } from "../settled";
import { type Finding, fail, notChecked, ok, warn } from "./finding";

const dayMs = 86_400_000;

/** Why there is no key to ask the portal with. */
export function judgeKeyless(error: Error): Finding {
  if (!(error instanceof ApiKeyError))
    return fail(`The API key cannot be read: ${describeError(error)}.`, newKey);
  const { cause, next } = explain({ stage: "key", code: error.problem, said: "" });
  return fail(error.problem === "secret-unreadable" ? `${cause} (${describeError(error)})` : cause, next);
}

function introduce(facts: KeyFacts): string {
  const owner = facts.createBy === undefined ? "" : ` of ${facts.createBy}`;
  return `The key ${nameKey(facts)}${owner}`;
}

/** For how long a key is needed; times in milliseconds since 1970. */
export interface KeyNeed {
  readonly nowMs: number;
  /** When the next backup has ended at the latest. */
  readonly neededUntilMs: number;
  readonly timeZone: string;
}

/** Whether the portal takes the key, whose it is, and for how long. */
export function judgeKey(
  key: ApiKey,
  facts: Settled<KeyFacts>,
  { nowMs, neededUntilMs, timeZone }: KeyNeed,
): Finding {
  const { value, error } = facts;
  if (value === undefined) {
    if (!(error instanceof PortalError && error.status === 401))
      return notChecked(`The portal could not be asked about the key: ${describeError(error)}.`);
    const { cause, next } = explain({ stage: "key", code: "key-refused", said: "" });
    return fail(cause, next);
  }
  const named = introduce(value);
  const { expiresAt: expiresMs, isActive } = value;
  if (isActive === false) return fail(`${named} is switched off in the portal.`, newKey);
  const leftMs = (expiresMs ?? Number.POSITIVE_INFINITY) - nowMs;
  const expiry = expiresMs === undefined ? "does not expire" : `expires on ${formatDay(expiresMs, timeZone)}`;
  if (leftMs < 0) return fail(`${named} has expired.`, newKey);
  if (leftMs < neededUntilMs - nowMs)
    return fail(`${named} ${expiry}, which may be before the next backup ends.`, newKey);
  const left = leftMs < toldMs ? `, in ${Math.floor(leftMs / dayMs)} days` : "";
  const sentence = `${named} is valid and ${expiry}${left}.`;
  if (leftMs < warnedMs) return warn(sentence, newKey);
  if (key.isPadded)
    return warn(
      `${sentence} The secret has white space around it, which is left out.`,
      "Store the key again: npm run set-api-key.",
    );
  return ok(sentence);
}

const lookAtPortal =
  "Look at the portal's backup page in a browser: a backup begins with the same question. Then check again.";

/** Scopes with which a key may start a backup: there is none for backups alone. */
const sufficient = ["*", "*:write"];

/**
 * Whether the key may start a backup, as far as can be known without starting one.
 * @param look at the portal's backups, which only administrators may see
 */
export function judgeRights(facts: Settled<KeyFacts>, look: Settled<Look>): Finding {
  const { permissions = [] } = facts.value ?? {};
  if (permissions.length > 0 && !permissions.some((scope) => sufficient.includes(scope)))
    return fail(
      `The key has limited permissions (${permissions.join(", ")}), which do not let it start a backup.`,
      newKey,
    );
  const { error } = look;
  if (error instanceof PortalError && error.status === 403)
    return fail(
      "The portal denies backups to the key's owner, who is no DocSpace administrator, or to this address.",
      newKey,
    );
  if (error !== undefined) return fail(describeRefusal(error), lookAtPortal);
  return ok(
    look.value.job !== undefined && isUnderWay(look.value.job)
      ? "The key may start backups; one is running in the portal now, which a run would join."
      : "The key may start backups, as far as can be seen without starting one.",
  );
}

/** Why the portal did not tell what was asked. */
export function describeRefusal(error: Error): string {
  return error instanceof PortalError && error.status === 401
    ? "The portal does not take the key."
    : `The portal did not tell: ${describeError(error)}.`;
}
