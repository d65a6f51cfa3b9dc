import { controllerError, emptyAnswer, problem, Refusal } from "./answer";
import type { Call } from "./call";

/** Who may call a route, and what stops the call before the controller sees it. */
export type Access =
  /** Needs no key and answers whatever state the portal is in. */
  | "open"
  /** Needs a live key, whatever state the portal is in. */
  | "key"
  /** Backup and billing: only the global scopes cover them. */
  | "global-read"
  | "global-write"
  /** Files: open to guests, so that a dead key is a guest without rights and not a stranger. */
  | "files-read"
  /** Downloads bring their own proof. */
  | "signed";

/** The checks that the server's filters make, in their order. @throws Refusal with what the filter answers. */
export function passFilters(call: Call, access: Access): void {
  if (access === "open") {
    return;
  }
  const alive = hasLiveKey(call);
  if (access === "key") {
    demand(alive, 401);
    return;
  }
  demandActivePortal(call);
  switch (access) {
    case "global-read":
      demand(alive, 401);
      demand(hasScope(call, ["*:read", "*:write"]), 403);
      return;
    case "global-write":
      demand(alive, 401);
      demand(hasScope(call, ["*:write"]), 403);
      return;
    case "files-read":
      if (!alive) {
        throw new Refusal(controllerError(403, "Access denied"));
      }
      demand(hasScope(call, ["*:read", "*:write", "files:read", "files:write"]), 403);
      return;
    case "signed":
      return;
  }
}

/** Whether the call carries the portal's key, after `Bearer `, and the key still lives. */
export function hasLiveKey({ request, state, nowMs }: Call): boolean {
  const { value, isActive, revoked, expiresMs = Number.POSITIVE_INFINITY } = state.key;
  const presented = /^Bearer +(\S+)$/i.exec(request.authorization ?? "")?.[1];
  return presented === value && isActive && !revoked && nowMs < expiresMs;
}

/** The controllers' own check. @throws Refusal with 403 unless the key's owner is an administrator. */
export function demandAdmin({ state }: Call): void {
  if (!state.owner.isAdmin) {
    throw new Refusal(controllerError(403, "Access denied"));
  }
}

function hasScope({ state }: Call, anyOf: readonly string[]): boolean {
  const { permissions } = state.key;
  return permissions.length === 0 || permissions.some((scope) => anyOf.includes(scope));
}

function demandActivePortal({ state }: Call): void {
  if (state.tenantStatus === 1) {
    throw new Refusal(problem(404, "The portal is suspended."));
  }
  demand(state.tenantStatus === 0, 403);
}

function demand(fulfilled: boolean, otherwiseStatus: number): void {
  if (!fulfilled) {
    throw new Refusal(emptyAnswer(otherwiseStatus));
  }
}
