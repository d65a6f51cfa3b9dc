import type { Trouble } from "../../lambda/portal/portal-error";
import { hourMs, minuteMs } from "../monitoring/nights";
import { ambiguous, certain, drawJob } from "../simulation/chance";
import type { Luck } from "../simulation/luck";
import type { JobPlan, Outage } from "../simulation/simulated-portal";
import type { YearNight } from "./year";

/** What becomes of a night's event before it reaches the function. */
export type EventFate =
  | { readonly kind: "delivered" | "late"; readonly afterMs: readonly [number] }
  | { readonly kind: "doubled"; readonly afterMs: readonly [number, number] }
  /** The function is not called: the event ends in the queue. */
  | { readonly kind: "undelivered"; readonly afterMs: readonly [] }
  /** Lambda took the event and never ran the function, until the event was too old. */
  | { readonly kind: "dropped"; readonly afterMs: readonly [] }
  /** Nothing happens at all. */
  | { readonly kind: "missed"; readonly afterMs: readonly [] };

/** What is in store for a night and the day after it; a time `afterMs` counts from when the event is due. */
export interface Weather {
  readonly event: EventFate;
  /** How many of all calls meet with trouble. In an undisturbed night none does, and whatever is asked for goes well. */
  readonly troubleShare: number;
  readonly isMailRefused: boolean;
  readonly outages: readonly Outage[];
  /** When somebody asks for a backup in the console. */
  readonly clicksAfterMs: readonly number[];
  /** The backups of other administrators. */
  readonly others: readonly OtherBackup[];
}

interface OtherBackup {
  readonly afterMs: number;
  readonly plan: JobPlan;
  readonly storageType: "Documents" | "DataStore";
}

/** The scheduler tries for an hour to hand over an event. */
const longestDeliveryMs = hourMs;

function drawEvent(luck: Luck): EventFate {
  const first = luck.between(0, minuteMs);
  if (luck.happens(0.6)) return { kind: "delivered", afterMs: [first] };
  const kind = luck.pick("late", "late", "doubled", "doubled", "undelivered", "dropped", "missed");
  switch (kind) {
    case "late":
      return { kind, afterMs: [luck.between(minuteMs, longestDeliveryMs)] };
    case "doubled":
      return {
        kind,
        afterMs: [first, first + luck.pick(0, 700, 5 * minuteMs, luck.between(0, 20 * hourMs))],
      };
    default:
      return { kind, afterMs: [] };
  }
}

function drawOutage(luck: Luck, { scheduledMs }: Pick<YearNight, "scheduledMs">): Outage {
  const fromMs = scheduledMs + luck.between(0, luck.happens(0.5) ? 5 * minuteMs : 12 * hourMs);
  return {
    fromMs,
    untilMs: fromMs + luck.pick(30_000, 20 * minuteMs, hourMs, 2 * hourMs),
    of: luck.pick("all", "history"),
    trouble: luck.pick<Trouble>(...ambiguous, ...certain),
  };
}

/** Someone comes while the night's run begins, or at any time of the day. */
function drawVisit(luck: Luck): number {
  return luck.happens(0.4) ? luck.between(-minuteMs, 5 * minuteMs) : luck.between(0, 20 * hourMs);
}

/** Draws what is in store; half of the nights are undisturbed. */
export function drawWeather(luck: Luck, night: Pick<YearNight, "scheduledMs">): Weather {
  if (luck.happens(0.5)) {
    return {
      event: { kind: "delivered", afterMs: [luck.between(0, minuteMs)] },
      troubleShare: 0,
      isMailRefused: false,
      outages: [],
      clicksAfterMs: [],
      others: [],
    };
  }
  const several = <Thing>(mostCount: number, draw: () => Thing) =>
    Array.from({ length: luck.between(0, mostCount) }, draw);
  return {
    event: drawEvent(luck),
    troubleShare: luck.pick(0.001, 0.005, 0.025),
    isMailRefused: luck.happens(0.08),
    outages: several(2, () => drawOutage(luck, night)),
    clicksAfterMs: several(1, () => drawVisit(luck)),
    others: several(1, () => ({
      afterMs: drawVisit(luck),
      plan: drawJob(luck),
      storageType: luck.pick("Documents", "DataStore"),
    })),
  };
}
