import { MetricStore } from "../../../../local/aws/cloudwatch/metric-store";

const verified = { namespace: "Test", name: "Verified", dimensions: { Backup: "acme", Stage: "all" } };
const at = (atMs: number) => ({ atMs, knownAtMs: atMs + 60, value: atMs });

test("values are listed in order of their time, in whatever order they came", () => {
  const store = new MetricStore();
  for (const atMs of [300, 100, 500, 200, 400]) store.record(verified, at(atMs));
  expect(store.list(verified, 200, 500)).toEqual([at(200), at(300), at(400)]);
  expect(store.list(verified, 0, 1000)).toHaveLength(5);
  expect(store.list(verified, 501, 1000)).toEqual([]);
  expect(store.lastKnownAtMs).toBe(560);
});

test("a metric is known by its namespace, name and dimensions, in whatever order these are", () => {
  const store = new MetricStore();
  store.record(verified, at(1));
  expect(store.list({ ...verified, dimensions: { Stage: "all", Backup: "acme" } }, 0, 2)).toEqual([at(1)]);
  for (const other of [
    { ...verified, namespace: "Other" },
    { ...verified, name: "Sent" },
    { ...verified, dimensions: { Backup: "acme" } },
    { ...verified, dimensions: { Backup: "beta", Stage: "all" } },
  ])
    expect(store.list(other, 0, 2)).toEqual([]);
  expect(new MetricStore().lastKnownAtMs).toBe(0);
});
