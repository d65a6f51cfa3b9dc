import type { Night } from "../../local/rehearsal/night";
import type { RehearsedNight } from "./rehearse-night";

interface Expectation {
  /** The first word of the subject; undefined where no mail may come. */
  readonly status: "OK" | "WARNING" | "FAILED" | "UNVERIFIED" | undefined;
  /** What the subject says of an earlier run whose report comes first. */
  readonly earlier?: RegExp;
  /** What the subject says. */
  readonly subject?: RegExp;
  /** What else the mail says. */
  readonly text?: RegExp;
  /** What the function fails of where no mail tells of it. */
  readonly error?: string;
  /** How many requests to start a backup may have been accepted or refused by the portal. */
  readonly posts: 0 | 1;
  /** How many older backups the portal has deleted. @default 0 */
  readonly deleted?: number;
}

/** How the night of each scenario must end. */
export const expected: Record<string, Expectation> = {
  success: { status: "OK", subject: /4\.2 GB in \d+ (s|min)$/, text: /Nothing to do\./, posts: 1 },
  slow: { status: "OK", subject: /4\.2 GB in \d+ min$/, posts: 1 },
  warning: { status: "WARNING", text: /Some files could not be read/, posts: 1 },
  "already-running": { status: "OK", text: /followed it instead of starting another/, posts: 0 },
  "portal-error": { status: "FAILED", text: /No space left on device/, posts: 1 },
  cancelled: { status: "FAILED", subject: /the backup was cancelled$/, posts: 1 },
  "cancelled-old-server": { status: "FAILED", text: /cancelled/, posts: 1 },
  vanished: { status: "FAILED", subject: /vanished|took its place/, posts: 1 },
  "not-in-history": { status: "FAILED", subject: /completed, but no archive$/, posts: 1 },
  "zero-bytes": { status: "FAILED", subject: /the archive is empty$/, posts: 1 },
  "late-error": { status: "WARNING", text: /The notification could not be sent/, posts: 1 },
  frozen: {
    status: "UNVERIFIED",
    subject: /makes no progress$/,
    text: /Cancel the backup in the portal/,
    posts: 1,
  },
  "placeholder-key": { status: "FAILED", subject: /no API key has been stored yet$/, posts: 0 },
  "malformed-key": { status: "FAILED", subject: /the stored API key is not a key$/, posts: 0 },
  "padded-key": { status: "OK", subject: /4\.2 GB in \d+ min$/, posts: 1 },
  "key-expired": { status: "FAILED", subject: /refuses the API key$/, posts: 0 },
  "key-expiring": {
    status: "WARNING",
    subject: /key expires soon$/,
    text: /"Nightly backup" \(…[0-9a-f]{4}\), expires on 2026-03-06, in 4 days/,
    posts: 1,
  },
  "key-inactive": { status: "FAILED", subject: /refuses the API key$/, posts: 0 },
  "read-only-key": { status: "FAILED", subject: /denies the backup$/, posts: 1 },
  forbidden: { status: "FAILED", subject: /denies the backup$/, posts: 0 },
  unreachable: { status: "FAILED", subject: /could not be reached$/, posts: 0 },
  "no-such-host": {
    status: "FAILED",
    subject: /could not be reached$/,
    text: /ENOTFOUND docspace\.invalid/,
    posts: 0,
  },
  "bad-certificate": { status: "FAILED", subject: /could not be reached$/, text: /SSL routines/, posts: 0 },
  "other-server": {
    status: "FAILED",
    subject: /answer was unreadable$/,
    text: /an HTML page, "Welcome to nginx!"/,
    posts: 0,
  },
  quota: { status: "FAILED", subject: /plan allows no backup$/, posts: 1 },
  "paid-backups": {
    status: "OK",
    text: /2 of 2 free backups used this month \(UTC\), 1 paid \(limit 31\) Forecast 30 more .*: 30 charged/,
    posts: 1,
  },
  "paid-limit": {
    status: "FAILED",
    subject: /charged beyond the limit$/,
    text: /2 of 2 free backups are used this month \(UTC\), and 0 of 0 paid ones/,
    posts: 0,
  },
  uncounted: {
    status: "WARNING",
    subject: /backups not counted$/,
    text: /this one may have been charged/,
    posts: 1,
  },
  "plan-ending": { status: "OK", text: /Plan paid, until 2026-03-11, in 9 days/, posts: 1 },
  "clean-up": { status: "OK", text: /Deleted (\S+\.tar \(id \S+\),? ){3}/, posts: 1, deleted: 3 },
  "clean-up-failed": { status: "WARNING", subject: /older ones not deleted$/, posts: 1, deleted: 0 },
  "own-schedule": { status: "OK", subject: /4\.2 GB in \d+ min$/, posts: 1 },
  restoring: { status: "FAILED", subject: /denies the backup$/, text: /being restored/, posts: 0 },
  suspended: {
    status: "FAILED",
    subject: /folder or portal not found$/,
    text: /"The portal is suspended\."/,
    posts: 0,
  },
  "wrong-folder": { status: "FAILED", subject: /folder or portal not found$/, posts: 1 },
  "root-folder": {
    status: "FAILED",
    subject: /denies the backup$/,
    text: /the folder is not writable/,
    posts: 1,
  },
  "folder-read-only": {
    status: "FAILED",
    subject: /denies the backup$/,
    text: /the folder is not writable/,
    posts: 1,
  },
  "dump-in-cloud": {
    status: "FAILED",
    subject: /denies the backup$/,
    text: /dump is set for a portal that does not allow it/,
    posts: 1,
  },
  "local-in-cloud": {
    status: "FAILED",
    subject: /denies this storage$/,
    text: /HTTP 500, Access denied/,
    posts: 1,
  },
  "module-not-connected": {
    status: "FAILED",
    subject: /reports an error$/,
    text: /'GoogleCloud' is not connected/,
    posts: 1,
  },
  "rate-limited": { status: "OK", posts: 1 },
  "maintenance-page": { status: "OK", posts: 1 },
  "ambiguous-start": { status: "OK", text: /it was not repeated/, posts: 1 },
  "overdue-run": { status: "OK", earlier: /4\.2 GB, found late$/, subject: /4\.2 GB in \d+ min$/, posts: 1 },
  "alarms-unconfirmed": { status: "OK", posts: 1 },
  "mail-rejected": { status: undefined, error: "MailError", posts: 1 },
  undelivered: { status: undefined, posts: 0 },
  "time-out": { status: undefined, error: "Sandbox.Timedout", posts: 0 },
  "out-of-memory": { status: undefined, error: "Runtime.OutOfMemory", posts: 0 },
  crash: { status: undefined, error: "Error", posts: 0 },
};

/** `MonitoringFunctionFailed` and whom it reaches, for each alarm that goes off before the next night. */
function listAlarms({ notices, endedMs }: Night): string[] {
  return notices
    .filter(({ to, atMs }) => to === "ALARM" && atMs < endedMs + 23 * 3_600_000)
    .map(({ alarm, publications }) => {
      const reached = publications.flatMap((one) => (one.kind === "published" ? one.addresses : [one.kind]));
      return `${alarm.logicalId.replace(/[0-9A-F]{8}$/, "")} ${reached.join()}`;
    });
}

function expectedAlarms(name: string, status: Expectation["status"]): string[] {
  if (status === "OK" || status === "WARNING") return [];
  const first = name === "undelivered" ? "EventUndelivered" : "FunctionFailed";
  // Where the report of a verified backup was not mailed, the backup is verified all the same.
  const missed = name === "mail-rejected" ? [] : ["NoVerifiedBackup"];
  return [first, ...missed].map((alarm) => `Monitoring${alarm} admin@example.com`);
}

/** Expects a night to end as its scenario must: with one mail, and one request for a backup at most. */
export function expectNight(name: string, { night, rehearsal }: RehearsedNight): void {
  const expectation = expected[name] ?? { status: undefined, posts: 0 };
  const { status, earlier, subject, text, error, posts, deleted = 0 } = expectation;
  const { end, denials } = night;
  const earlierMails = night.mails.slice(0, earlier === undefined ? 0 : 1);
  const mails = night.mails.slice(earlierMails.length);
  expect(denials).toEqual([]);
  expect(mails.map((mail) => mail.subject.split("]")[0])).toEqual(status === undefined ? [] : [`[${status}`]);
  expect(earlierMails[0]?.subject ?? "").toMatch(earlier ?? /^/);
  expect(mails[0]?.subject ?? "").toMatch(subject ?? /^/);
  expect((mails[0]?.text ?? "").replace(/\s+/g, " ")).toMatch(text ?? /^/);
  const starts = rehearsal.portal.requests.filter(({ method }) => method === "POST");
  expect(starts.map(({ path }) => path)).toEqual(Array(posts).fill("/api/2.0/backup/startbackup"));
  const deletions = rehearsal.portal.requests.filter(
    ({ method, status }) => method === "DELETE" && status === 200,
  );
  expect(deletions).toHaveLength(deleted);
  expect(listAlarms(night)).toEqual(expectedAlarms(name, status));
  if (end.kind !== "invoked") {
    expect([name, end]).toEqual([
      "undelivered",
      expect.objectContaining({ kind: "undelivered", kept: true }),
    ]);
    return;
  }
  const { invocation } = end;
  if (error !== undefined) expect(invocation).toMatchObject({ outcome: "failed", errorType: error });
  if (error === "MailError") {
    const log = invocation.logLines.join("\n");
    expect(log).toContain("the report could not be mailed; this is it");
    expect(log).toContain("OK: The backup of");
  }
  expect(invocation.outcome).toBe(status === "OK" || status === "WARNING" ? "succeeded" : "failed");
}
