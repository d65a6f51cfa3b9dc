import type { KeyFacts } from "../../lambda/portal/portal-facts";
import type { Inspector } from "../../lambda/portal/portal-inspector";

export const nightlyKey: KeyFacts = {
  name: "Nightly backup",
  keyPostfix: "cdef",
  permissions: [],
  expiresAt: undefined,
  isActive: true,
  createBy: "Ada Admin",
};

/** A cloud portal in good health. */
export const healthyPortal: Inspector = {
  state: async () => ({ standalone: false, status: "active" }),
  version: async () => "3.7.2",
  key: async () => nightlyKey,
  folder: async () => ({ title: "Backups", isWritable: true, isRoot: false }),
  modules: async () => [],
  allowance: async () => ({ freeAllowed: 2, freeUsed: 1, paid: 0, pays: true }),
  plan: async () => ({ state: "paid", dueMs: undefined }),
  hasOwnSchedule: async () => false,
};
