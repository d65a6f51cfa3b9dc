import { describeLogLine } from "../../../local/terminal/log-line";

const describeMessage = (message: unknown, level = "INFO") =>
  describeLogLine(JSON.stringify({ timestamp: "2026-03-01T03:30:00Z", level, requestId: "1", message }));

test.each([
  [{ happening: "progress" }, "progress"],
  [
    { happening: "progress", phase: "running", progressPercent: 31 },
    "progress (phase running, progressPercent 31)",
  ],
  [{ happening: "report", report: { status: "OK" }, late: false }, "report (late false)"],
  [
    { happening: "not mailed", subject: "[OK]", text: "OK: The backup is complete.\nNothing to do." },
    "not mailed (subject [OK])",
  ],
])("what happened is told with the facts that fit in a line: %j", (message, words) => {
  expect(describeMessage(message)).toBe(words);
});

test("other messages are told as they are", () => {
  expect(describeMessage("a plain text")).toBe("a plain text");
  expect(describeMessage({ answer: 42 })).toBe('{"answer":42}');
});

test.each([
  [
    "an error, which is told at the end",
    JSON.stringify({ level: "ERROR", message: { errorType: "MailError" } }),
  ],
  ["a line of Lambda's own", JSON.stringify({ time: "", type: "platform.start", record: {} })],
  ["what is no JSON", "Segmentation fault"],
  ["nothing", ""],
  ["null", "null"],
])("%s is passed over", (_what, line) => {
  expect(describeLogLine(line)).toBeUndefined();
});

test("an error that says what happened is told", () => {
  expect(describeMessage({ happening: "the report could not be mailed" }, "ERROR")).toBe(
    "the report could not be mailed",
  );
});
