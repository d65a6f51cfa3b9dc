/** What a metric is known by. */
export interface MetricIdentity {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** A value of a metric. */
export interface MetricPoint {
  /** What it is filed under, in milliseconds since 1970. */
  readonly atMs: number;
  /** From when on alarms can see it, in milliseconds since 1970. */
  readonly knownAtMs: number;
  readonly value: number;
}

/** Keeps every value of every metric of an account. */
export class MetricStore {
  readonly #points = new Map<string, MetricPoint[]>();

  record(metric: MetricIdentity, point: MetricPoint): void {
    const key = keyOf(metric);
    const points = this.#points.get(key) ?? [];
    this.#points.set(key, points);
    points.splice(findPlace(points, point.atMs), 0, point);
  }

  /** The values filed from one moment up to, but not including, another, in order of their time. */
  list(metric: MetricIdentity, fromMs: number, untilMs: number): readonly MetricPoint[] {
    const points = this.#points.get(keyOf(metric)) ?? [];
    return points.slice(findPlace(points, fromMs), findPlace(points, untilMs));
  }

  /** When the last value of any metric becomes known, in milliseconds since 1970. */
  get lastKnownAtMs(): number {
    return Math.max(0, ...[...this.#points.values()].flat().map(({ knownAtMs }) => knownAtMs));
  }
}

function keyOf({ namespace, name, dimensions }: MetricIdentity): string {
  return JSON.stringify([namespace, name, Object.entries(dimensions).sort()]);
}

/** How many of the points, which are in order, are earlier. */
function findPlace(points: readonly MetricPoint[], atMs: number): number {
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((points[middle]?.atMs ?? atMs) < atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
