import { writeMetrics } from "../../../lambda/metrics/embedded-metrics";
import type { ReportMetrics } from "../../../lambda/run/ports";

const counted: ReportMetrics = {
  atMs: 1_772_335_800_123,
  backupName: "acme",
  verified: true,
  durationSeconds: 372,
  sizeBytes: 4_212_345_678,
  reportSent: true,
};

function write(metrics: ReportMetrics): unknown {
  const output = jest.spyOn(process.stdout, "write").mockImplementation(() => true);
  try {
    writeMetrics(metrics);
    expect(output).toHaveBeenCalledTimes(1);
    const line = String(output.mock.calls[0]?.[0]);
    expect(line).toMatch(/^[^\n]+\n$/);
    return JSON.parse(line);
  } finally {
    output.mockRestore();
  }
}

test("a report is counted in one line of CloudWatch's embedded metric format", () => {
  expect(write(counted)).toEqual({
    _aws: {
      Timestamp: 1_772_335_800_123,
      CloudWatchMetrics: [
        {
          Namespace: "DocSpaceBackup",
          Dimensions: [["Backup"]],
          Metrics: [
            { Name: "Verified", Unit: "Count" },
            { Name: "DurationSeconds", Unit: "Seconds" },
            { Name: "SizeBytes", Unit: "Bytes" },
            { Name: "ReportSent", Unit: "Count" },
          ],
        },
      ],
    },
    Backup: "acme",
    Verified: 1,
    DurationSeconds: 372,
    SizeBytes: 4_212_345_678,
    ReportSent: 1,
  });
});

test("a size that is not known is no metric: 0 would be an empty archive", () => {
  const line = write({ ...counted, sizeBytes: undefined, verified: false, reportSent: false });
  expect(JSON.stringify(line)).not.toContain("SizeBytes");
  expect(line).toMatchObject({ Verified: 0, ReportSent: 0 });
});
