import type { Weather } from "../../local/portal/weather";
import type { Scenario, World } from "../../local/scenarios";
import { findScenario } from "../rehearsal/find-scenario";
import type { PortalFault } from "./portal-faults";

/** A request of a backup to its portal. */
export interface PortalCall {
  /** As the table calls it. */
  readonly name: string;
  readonly meets: NonNullable<Weather["meets"]>;
  /** The fault begins only after the portal has answered a request to this path. */
  readonly after?: RegExp;
  /** Whether the portal carries out what it is asked for, where a fault leaves that open. */
  readonly processing: "never" | "at-once";
  readonly settings?: Scenario["settings"];
  readonly arrange?: (world: World) => void;
}

const get = (name: string, path: RegExp): PortalCall => ({
  name,
  meets: { method: "GET", path },
  processing: "never",
});

/** What is asked before the request for the backup, in this order or at the same time: the first half. */
export const firstCalls: readonly PortalCall[] = [
  get("look", /getbackupprogress$/),
  get("the key", /keys\/@self$/),
  get("settings", /settings$/),
  get("quota", /payment\/quota$/),
];

/** The second half. */
export const nextCalls: readonly PortalCall[] = [
  get("paid backups", /getbackupscount$/),
  get("service state", /getservicestate$/),
  get("plan", /tariff$/),
  get("My documents", /files\/@my$/),
];

/** What a check asks. */
export const checkCalls: readonly PortalCall[] = [
  ...firstCalls,
  ...nextCalls,
  get("version", /version\/build$/),
  get("own schedule", /getbackupschedule$/),
];

const keepsThree = findScenario("clean-up");
const start = { method: "POST", path: /startbackup$/ };

/** The request itself, and what is asked after it. */
export const lateCalls: readonly PortalCall[] = [
  { name: "start", meets: start, processing: "never" },
  { name: "start, carried out", meets: start, processing: "at-once" },
  { ...get("poll", /getbackupprogress$/), after: /startbackup$/ },
  get("history", /getbackuphistory$/),
  get("listing", /files\/\d+$/),
  {
    ...get("archive", /^\/storage\//),
    settings: { storageType: "DataStore" },
    arrange: ({ portal: { state } }) => {
      // Small enough for the portal to serve it itself.
      state.nextJob = { ...state.nextJob, sizeBytes: 50_000_000 };
    },
  },
  {
    name: "delete",
    meets: { method: "DELETE", path: /deletebackup/ },
    processing: "never",
    ...(keepsThree.settings && { settings: keepsThree.settings }),
    arrange: keepsThree.arrange,
  },
];

/** Whether a fault of this call says something that another one does not. */
export function isSensible({ name, processing }: PortalCall, fault: PortalFault): boolean {
  const disturbance = "disturb" in fault ? fault.disturb("", processing) : undefined;
  const isCarriedOut =
    disturbance !== undefined && (!("processing" in disturbance) || disturbance.processing === "at-once");
  if (name === "start, carried out") return isCarriedOut;
  if (name === "start") return !isCarriedOut;
  // An archive is no JSON, and of its answer nothing but the head is read.
  return name !== "archive" || !["altered", "slow-body", "torn"].includes(disturbance?.kind ?? "");
}
