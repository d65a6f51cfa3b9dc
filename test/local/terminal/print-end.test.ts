import type { SentMail } from "../../../local/aws/ses";
import type { Night } from "../../../local/rehearsal/night";
import type { InvocationResult } from "../../../local/runtime/invocation";
import { printEnd } from "../../../local/terminal/print-end";
import { openScreen } from "./fake-terminal";

const mail: SentMail = {
  messageId: "0107-1",
  atMs: 0,
  from: "backup@example.com",
  to: ["admin@example.com", "it@example.com"],
  cc: [],
  bcc: [],
  replyTo: [],
  subject: "[OK] DocSpace backup",
  text: "OK: complete\n\nNothing to do.\n",
  html: undefined,
};

const report = {
  requestId: "1",
  logStreamName: "2026/03/01/[$LATEST]0",
  durationMs: 1,
  billedDurationMs: 1,
  maxMemoryBytes: 1,
  logLines: ["first line", "second line"],
};
const succeeded: InvocationResult = { ...report, outcome: "succeeded", payload: {} };
const failed: InvocationResult = {
  ...report,
  outcome: "failed",
  errorType: "BackupFailed",
  errorMessage: "the backup was cancelled",
};

function print(night: Night, whole = false): string {
  const { screen, readOutput } = openScreen({ isTTY: false });
  printEnd(screen, night, { whole });
  return readOutput();
}

const reported = {
  invocations: [],
  mails: [mail],
  denials: [],
  alarmCount: 3,
  notices: [],
  endedMs: 0,
  timeZone: "UTC",
};
const verified: Night = { ...reported, end: { kind: "invoked", invocation: succeeded } };

test("a verified backup ends with its mail's subject and that it was verified", () => {
  expect(print(verified)).toBe(
    "\nMail to admin@example.com, it@example.com: [OK] DocSpace backup\n" +
      "No alarm goes off. After this night (SNS mails those who have confirmed that they want it):\n" +
      "The backup was verified.\n",
  );
});

test("the whole mail is set in where nobody opens the inbox", () => {
  expect(print(verified, true)).toContain(
    "[OK] DocSpace backup\n\n  OK: complete\n\n  Nothing to do.\n\nNo alarm goes off.",
  );
});

test("a mail without text is printed without it", () => {
  expect(print({ ...verified, mails: [{ ...mail, text: undefined }] }, true)).toContain(
    "[OK] DocSpace backup\n",
  );
});

test("a failed function's error is told", () => {
  const said = print({ ...verified, end: { kind: "invoked", invocation: failed } });
  expect(said).toContain("\nThe function failed: the backup was cancelled\n");
  expect(said).toContain("\nThe backup was NOT verified.\n");
  expect(said).not.toContain("first line");
});

const platformReport = JSON.stringify({
  time: "2026-11-24T03:32:37.860Z",
  type: "platform.report",
  record: { requestId: "1", status: "error", metrics: { durationMs: 102.5, memorySizeMB: 256 } },
});

test.each([
  [
    "a time-out",
    {
      errorType: "Sandbox.Timedout",
      errorMessage: "RequestId: 1 Error: Task timed out after 120.00 seconds",
    },
    "Lambda ended the function after 120 s.",
  ],
  [
    "too little memory",
    { errorType: "Runtime.OutOfMemory", errorMessage: "RequestId: 1 Error: Runtime exited with error" },
    "The function needed more than its 256 MB.",
  ],
  [
    "a broken bundle",
    { errorType: "Error", errorMessage: "This bundle is broken.", durationMs: 0 },
    "The function could not be loaded: This bundle is broken.",
  ],
])("%s is told in a sentence before the log, which people can read", (_what, failure, sentence) => {
  const message = { ...failure, stackTrace: ["Error: This bundle is broken.", "    at index.js:100:7"] };
  const error = JSON.stringify({ timestamp: "2026-11-24T03:30:37.853Z", level: "ERROR", message });
  const invocation: InvocationResult = { ...failed, ...failure, logLines: [error, platformReport] };
  const said = print({ ...verified, end: { kind: "invoked", invocation }, mails: [] });
  expect(said).toContain(
    `\n${sentence}\nNo mail was sent.\nThe function's log:\n\n` +
      "  2026-11-24T03:30:37.853Z  ERROR  Error: This bundle is broken.\n" +
      "      at index.js:100:7\n" +
      "  2026-11-24T03:32:37.860Z  platform.report  error, durationMs 102.5, memorySizeMB 256\n\n",
  );
});

test("where no mail was sent there is the function's log", () => {
  const said = print({ ...verified, mails: [] });
  expect(said).toContain("No mail was sent.\nThe function's log:\n\n  first line\n  second line\n");
  expect(said).toContain("\nThe backup was NOT verified.\n");
});

test("a report that could not be mailed is shown as it would have been", () => {
  const line = JSON.stringify({
    level: "INFO",
    message: {
      happening: "the report could not be mailed; this is it",
      subject: "[OK] done",
      text: "OK: it\n\nis.\n",
    },
  });
  const invocation: InvocationResult = { ...failed, logLines: ["first line", line, "last line"] };
  const said = print({ ...verified, end: { kind: "invoked", invocation }, mails: [] });
  expect(said).toContain("which stands in the function's log:\n\n  [OK] done\n\n  OK: it\n\n  is.\n\n");
  expect(said).not.toContain("first line");
});

test("what AWS would deny makes the best night a failed one", () => {
  const said = print({ ...verified, denials: ["not authorized to perform logs:PutLogEvents on x"] });
  expect(said).toContain("\nAWS would deny this: not authorized to perform logs:PutLogEvents on x\n");
  expect(said).toContain("\nThe backup was NOT verified.\n");
});

test.each([
  [true, "the event is kept in the dead-letter queue: Rate Exceeded."],
  [false, "the event is lost: Rate Exceeded."],
])("of an event that was never delivered is told what became of it (kept: %s)", (kept, fate) => {
  const said = print({
    ...reported,
    end: { kind: "undelivered", kept, cause: new Error("Rate Exceeded.") },
    mails: [],
    denials: ["denied"],
  });
  expect(said).toContain("AWS would deny this: denied\n");
  expect(said).toContain(`The function was never called, so there is no report; ${fate}\n`);
  expect(said).toContain("\nThe backup was NOT verified.\n");
});

test("a night that does not end is told as that", () => {
  const said = print({ ...reported, end: { kind: "unfinished", afterMs: 30 * 60 * 60_000 } });
  expect(said).toContain("\nSomething was still under way after 30 hours, and the rehearsal gave up.\n");
  expect(said).toContain("\nThe backup was NOT verified.\n");
});
