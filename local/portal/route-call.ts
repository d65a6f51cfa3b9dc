import { passFilters } from "./access";
import { type Answer, emptyAnswer, Refusal } from "./answer";
import { saveDueArchives } from "./archives";
import { backupRoutes } from "./backup-routes";
import type { Call } from "./call";
import { fileRoutes } from "./file-routes";
import { portalRoutes } from "./portal-routes";

/** In this order `/files/@my` comes before `/files/:id`. */
const routes = [...backupRoutes, ...portalRoutes, ...fileRoutes].map((route) => ({
  ...route,
  pattern: new RegExp(`^${route.path.replace(":id", "(?<id>[^/]+)")}/?$`, "i"),
}));

/** Answers one call from the portal's state, which has first caught up with the time of the call. */
export function routeCall(call: Call): Answer {
  const { request, state, nowMs } = call;
  saveDueArchives(state, nowMs);
  const candidates = routes.filter(({ pattern }) => pattern.test(request.path));
  const route = candidates.find(({ method }) => method === request.method);
  if (route === undefined) {
    return emptyAnswer(candidates.length > 0 ? 405 : 404);
  }
  try {
    passFilters(call, route.access);
    return route.answer(call, route.pattern.exec(request.path)?.groups?.id ?? "");
  } catch (error) {
    if (error instanceof Refusal) {
      return error.answer;
    }
    throw error;
  }
}
