import { durations, measure } from "./measure";

/** Bounds of what following a backup may cost. */
const bounds: Record<string, { billedSeconds?: number; portalRequests?: number }> = {
  "20 s": { portalRequests: 20 },
  "12 h": { billedSeconds: 90, portalRequests: 250 },
};

test.each(durations)(
  "a backup of $name is followed within bounds",
  async ({ name, durationMs }) => {
    const worst = await measure(durationMs, 25);
    const { billedSeconds = Number.POSITIVE_INFINITY, portalRequests = Number.POSITIVE_INFINITY } =
      bounds[name] ?? {};
    expect(worst.billedSeconds).toBeLessThanOrEqual(billedSeconds);
    expect(worst.portalRequests).toBeLessThanOrEqual(portalRequests);
    expect(worst.delayShare).toBeLessThanOrEqual(1);
  },
  60_000,
);
