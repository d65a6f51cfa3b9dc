import { demandAdmin } from "./access";
import { type Answer, succeed } from "./answer";
import { countFreeBackups } from "./archives";
import type { Call } from "./call";
import { formatOffsetDate } from "./portal-date";
import type { Route } from "./route";

const DAY_MS = 24 * 60 * 60 * 1000;

/** What the portal tells about itself, the caller's key and the plan. */
export const portalRoutes: readonly Route[] = [
  { method: "GET", path: "/api/2.0/settings", access: "open", answer: tellSettings },
  { method: "GET", path: "/api/2.0/settings/version/build", access: "open", answer: tellBuild },
  { method: "GET", path: "/api/2.0/keys/@self", access: "key", answer: tellKey },
  { method: "GET", path: "/api/2.0/settings/storage/backup", access: "global-read", answer: listModules },
  { method: "GET", path: "/api/2.0/portal/payment/quota", access: "global-read", answer: tellQuota },
  { method: "GET", path: "/api/2.0/portal/tariff", access: "global-read", answer: tellTariff },
];

function tellSettings({ request, state }: Call): Answer {
  return succeed(request, {
    timezone: "UTC",
    culture: "en-US",
    standalone: state.standalone,
    tenantStatus: state.tenantStatus,
    tenantAlias: state.name,
  });
}

function tellBuild({ request, state }: Call): Answer {
  return succeed(request, { docSpace: state.version, communityServer: "", documentServer: "9.1.0" });
}

function tellKey({ request, state }: Call): Answer {
  const { name, value, permissions, createdMs, expiresMs, isActive } = state.key;
  return succeed(request, {
    name,
    keyPostfix: value.slice(-4),
    permissions,
    createOn: formatOffsetDate(createdMs),
    createBy: { id: state.owner.id, displayName: state.owner.displayName },
    expiresAt: expiresMs === undefined ? undefined : formatOffsetDate(expiresMs),
    isActive,
  });
}

function listModules(call: Call): Answer {
  demandAdmin(call);
  return succeed(
    call.request,
    call.state.modules.map(({ id, isSet, propertyNames }) => ({
      id,
      title: id,
      isSet,
      properties: propertyNames.map((name) => ({ name, title: name })),
    })),
  );
}

function tellQuota({ request, state, nowMs }: Call): Answer {
  const value = state.standalone ? -1 : state.plan.freeBackupsPerMonth;
  const used = { value: countFreeBackups(state, nowMs) };
  return succeed(request, {
    id: 1,
    title: state.plan.tariffState === 0 ? "Trial" : "Business",
    features: [{ id: "free_backup", title: "free backups a month", type: "count", value, used }],
  });
}

function tellTariff({ request, state }: Call): Answer {
  const { tariffState, dueMs } = state.plan;
  return succeed(request, {
    state: tariffState,
    dueDate: formatOffsetDate(dueMs),
    delayDueDate: formatOffsetDate(dueMs + 5 * DAY_MS),
  });
}
