import type { CheckPorts } from "../../../lambda/check/check";
import { ApiKey } from "../../../lambda/portal/api-key";
import { PortalError, type Trouble } from "../../../lambda/portal/portal-error";
import type { KeyFacts } from "../../../lambda/portal/portal-facts";
import type { Inspector } from "../../../lambda/portal/portal-inspector";
import { nightlyKey } from "../healthy-portal";
import { playScript, type Script } from "../run/scripted-ports";

export const untilMs = Number.POSITIVE_INFINITY;

export function refuse(status: number, said = ""): PortalError {
  return troubled({ kind: "refused", status, said });
}

export function troubled(trouble: Trouble): PortalError {
  return new PortalError("GET /api/2.0/somewhere", trouble);
}

/** What a check works with: a healthy portal and key, but for what is given. */
export function equipCheck(
  inspector: Partial<Inspector> = {},
  script: Partial<Script> = {},
): CheckPorts & ReturnType<typeof playScript>["work"]["ports"] {
  const { ports } = playScript({ slot: () => undefined, ...script }).work;
  return { ...ports, inspector: { ...ports.inspector, ...inspector } };
}

export const knownKey = (changes: Partial<KeyFacts>) => async () => ({ ...nightlyKey, ...changes });

export const padded = new ApiKey("sk-test", true);
