import { EmbeddedMetricError, readEmbeddedMetrics } from "../../../../local/aws/cloudwatch/embedded-metrics";

const definition = {
  Namespace: "Test",
  Dimensions: [["Backup"]],
  Metrics: [{ Name: "Verified", Unit: "Count" }, { Name: "SizeBytes" }],
};
const line = {
  _aws: { Timestamp: 1_772_335_800_000, CloudWatchMetrics: [definition] },
  Backup: "acme",
  Verified: 1,
  SizeBytes: 42,
};

test("a line in the embedded metric format holds metrics, with their dimensions and time", () => {
  const of = { namespace: "Test", dimensions: { Backup: "acme" } };
  expect(readEmbeddedMetrics(JSON.stringify(line))).toEqual([
    { metric: { ...of, name: "Verified" }, atMs: 1_772_335_800_000, value: 1 },
    { metric: { ...of, name: "SizeBytes" }, atMs: 1_772_335_800_000, value: 42 },
  ]);
});

test.each([
  ["a plain text", "Verified"],
  ["nothing", ""],
  ["JSON that is no object", "7"],
  ["null", "null"],
  ["a line of the console", JSON.stringify({ level: "INFO", message: line })],
])("%s holds none", (_what, text) => {
  expect(readEmbeddedMetrics(text)).toEqual([]);
});

test.each([
  ["no time", { ...line, _aws: { CloudWatchMetrics: [definition] } }, "Timestamp"],
  [
    "no namespace",
    { ...line, _aws: { ...line._aws, CloudWatchMetrics: [{ ...definition, Namespace: "" }] } },
    "Namespace",
  ],
  ["no dimension of that name", { ...line, Backup: undefined }, "the dimension Backup is undefined"],
  ["an empty dimension", { ...line, Backup: "" }, 'the dimension Backup is ""'],
  ["a value that is no number", { ...line, Verified: "1" }, 'the metric Verified is "1", expected a number'],
  ["no value", { ...line, SizeBytes: undefined }, "the metric SizeBytes is undefined"],
  ["another object", { ...line, _aws: {} }, "_aws."],
])("a line with %s is one that CloudWatch would not take", (_what, broken, problem) => {
  const read = () => readEmbeddedMetrics(JSON.stringify(broken));
  expect(read).toThrow(EmbeddedMetricError);
  expect(read).toThrow(problem);
});
