import { ConfigurationError } from "../../../lambda/configuration";
import { quote } from "../../../lambda/outside-text";
import { describeUnusableConfiguration, type ReportFacts } from "../../../lambda/report/facts";
import type { Answer, Outcome, Problem, Verification } from "../../../lambda/run/outcome";
import { failedBy, pastNights, proved, sampleFacts, unverifiedBy, verifiedWith } from "./sample-facts";

const noArchive: Answer = { answer: "not checked", because: "there is no archive" };
const noRecord: Answer = { answer: "no", because: "" };

function absent(because: string): Verification {
  return { completed: { answer: "no", because }, inHistory: noRecord, notEmpty: noArchive };
}

/** A run that came to no job of its own. */
function before(problem: Problem, fields: Partial<ReportFacts> = {}): ReportFacts {
  return sampleFacts(failedBy(problem), {
    taskId: undefined,
    endedAtMs: Date.parse("2026-03-01T03:30:19Z"),
    ...fields,
  });
}

function ofFile(fileName: string, sizeBytes: number | undefined, because: string): Outcome {
  const size =
    sizeBytes === undefined
      ? ({ kind: "unknown", reason: because } as const)
      : ({ kind: "known", sizeBytes } as const);
  const notEmpty: Answer = { answer: sizeBytes === undefined ? "not checked" : "yes", because };
  const archive = { id: "3fa85f64", fileName, size };
  return { verdict: "verified", archive, warnings: [], verification: { ...proved, notEmpty } };
}

const refused: Problem = { stage: "key", code: "key-refused", httpStatus: 401, said: "" };

/** What a portal might say to break out of a mail, after it has been made a quote as everywhere. */
const hostile = quote(
  "</td></table><script>parent.document.title='x'</script><img src=//evil.example onerror=alert(1)>\r\nBcc: x@evil.example\u202e\0 https://s3.example/a?sig=secret",
);

/** Every kind of report that an administrator may get, by the name of its golden files. */
export const sampleMails: Record<string, ReportFacts> = {
  ok: sampleFacts(),
  "ok-first": sampleFacts(undefined, { earlier: [], docsUrl: undefined }),
  "ok-joined": sampleFacts(ofFile("acme.tar.gz", undefined, "the file is not listed in its folder"), {
    notes: [{ kind: "joined" }],
    trigger: "manual",
    runId: "manual 8f5d6c1e-0000-4000-8000-000000000001",
    timeZone: "UTC",
  }),
  "ok-recovered": sampleFacts(undefined, {
    earlier: pastNights([refused, refused, refused, "4.1", "nothing", "4.0"]),
  }),
  "ok-found-late": sampleFacts(undefined, {
    notes: [{ kind: "found-overdue" }],
    endedAtMs: Date.parse("2026-03-02T03:30:20Z"),
  }),
  "ok-upkeep": sampleFacts(undefined, {
    foresight: {
      key: { name: '"Nightly backup" (…cdef)', expiresAtMs: Date.parse("2026-03-26T00:00:00Z") },
      plan: { state: "paid", dueMs: Date.parse("2026-03-20T00:00:00Z") },
      allowance: { freeAllowed: 2, freeUsed: 2, paid: 2, pays: true },
    },
    maxPaidBackupsPerMonth: 5,
    deleted: [
      { id: "0b6e5f6a-4f5c-4b52-8f27-2f2f6f1f7f11", fileName: "acme_2026-02-13_04-30-11.tar.gz" },
      { id: "5c1d2a0e-5c7e-4a39-9c7d-6a3b0f9d2c22", fileName: "acme_2026-02-14_04-30-09.tar.gz" },
    ],
  }),
  "warning-key-expires": sampleFacts(
    verifiedWith([{ kind: "key-expires", said: '"Nightly backup" (…cdef) expires on 2026-03-10' }]),
    {
      foresight: {
        key: { name: '"Nightly backup" (…cdef)', expiresAtMs: Date.parse("2026-03-10T00:00:00Z") },
      },
    },
  ),
  "warning-uncounted": sampleFacts(
    verifiedWith([
      {
        kind: "uncounted",
        said: "GET /api/2.0/portal/payment/quota: the portal refused with HTTP 403: Access denied",
      },
    ]),
  ),
  "warning-clean-up": sampleFacts(
    verifiedWith([
      {
        kind: "clean-up-failed",
        said: "acme_2026-02-13_04-30-11.tar.gz: DELETE /api/2.0/backup/deletebackup: the portal failed with HTTP 500",
      },
    ]),
  ),
  "failed-paid-limit": before(
    {
      stage: "start",
      code: "paid-limit",
      said: "2 of 2 free backups are used this month (UTC), and 5 of 5 paid ones",
    },
    {
      foresight: { allowance: { freeAllowed: 2, freeUsed: 2, paid: 5, pays: true } },
      maxPaidBackupsPerMonth: 5,
    },
  ),
  "ok-some-days": sampleFacts(undefined, {
    schedule: { hour: 4, minute: 30, days: [0, 3] },
    earlier: pastNights([
      "nothing",
      "nothing",
      "nothing",
      "4.1",
      "nothing",
      "nothing",
      "4.1",
      "nothing",
      "nothing",
      "nothing",
      "4.0",
    ]),
  }),
  "ok-international": sampleFacts(
    ofFile(
      "\u0645\u0643\u062a\u0628_2026-03-01_03-30-14.tar.gz",
      undefined,
      "the portal does not tell the size of a backup to Local",
    ),
    {
      portalUrl: "https://xn--bcher-kva.example:8443",
      portalHost: "xn--bcher-kva.example:8443",
      storage: "Local, filePath /srv/\u5907\u4efd/B\u00fcro",
      storageType: "Local",
      timeZone: "Asia/Kathmandu",
      schedule: "paused",
      origin: { ...sampleFacts().origin, region: "cn-north-1", partition: "aws-cn" },
    },
  ),
  "ok-after-silence": sampleFacts(undefined, {
    earlier: pastNights([...Array.from({ length: 8 }, () => "nothing"), "4.1", "4.1"]),
  }),
  "ok-temporary": sampleFacts(undefined, { storage: "DataStore", storageType: "DataStore" }),
  "warning-shrunken": sampleFacts(
    verifiedWith([
      {
        kind: "shrunken-archive",
        said: "4,212,345,678 bytes, and the median of the last 5 archives is 9,100,000,000 bytes",
      },
    ]),
    { earlier: pastNights(["9.1", "9.1", "9.0", "9.2", "9.1"]) },
  ),
  warning: sampleFacts(verifiedWith([{ kind: "portal-warning", said: "Files missing: a.docx, <b>.docx" }]), {
    notes: [
      { kind: "joined-other-storage", storageType: "DataStore" },
      { kind: "maybe-joined" },
      { kind: "start-unanswered", said: "The operation was aborted due to timeout" },
    ],
  }),
  "warning-late-error": sampleFacts(
    verifiedWith([{ kind: "late-error", said: "The notification could not be sent" }]),
  ),
  "warning-hostile": sampleFacts(verifiedWith([{ kind: "portal-warning", said: hostile }]), {
    storage: hostile,
  }),
  "failed-cancelled": sampleFacts(
    failedBy(
      { stage: "verify", code: "cancelled", said: "Cancelled by Jane <jane@example.com>" },
      absent("the portal reports that it was cancelled"),
    ),
  ),
  "failed-key-refused": before(refused, {
    earlier: pastNights([refused, "4.1", "4.1", "nothing", "4.0", "4.0", "3.9"]),
  }),
  "failed-no-key": before(
    { stage: "key", code: "key-placeholder", said: "it still holds the placeholder" },
    { earlier: [] },
  ),
  "failed-plan": before({
    stage: "start",
    code: "portal-refused",
    httpStatus: 402,
    said: "Payment required",
  }),
  "failed-quota": before({
    stage: "start",
    code: "portal-refused",
    httpStatus: 402,
    said: "The storage space quota is exceeded",
  }),
  "failed-folder": before({
    stage: "start",
    code: "portal-refused",
    httpStatus: 404,
    said: "The required folder was not found",
  }),
  "failed-denied": before({ stage: "start", code: "portal-refused", httpStatus: 403, said: "Access denied" }),
  "failed-unreachable": before({
    stage: "start",
    code: "portal-unreachable",
    said: "getaddrinfo ENOTFOUND acme.onlyoffice.com",
  }),
  "failed-maybe-started": before({
    stage: "start",
    code: "start-unanswered",
    said: "The operation was aborted due to timeout",
  }),
  "failed-no-room": sampleFacts(
    failedBy(
      { stage: "verify", code: "backup-error", said: "No space left on device" },
      absent("the portal reports an error"),
    ),
  ),
  "failed-no-archive": sampleFacts(
    failedBy(
      { stage: "verify", code: "not-in-history", said: "" },
      { completed: { answer: "yes", because: "" }, inHistory: noRecord, notEmpty: noArchive },
    ),
  ),
  "failed-empty": sampleFacts(
    failedBy(
      { stage: "verify", code: "empty-archive", said: "" },
      { ...proved, notEmpty: { answer: "no", because: "0 bytes" } },
    ),
  ),
  "failed-ledger": before(
    {
      stage: "ledger",
      code: "ledger-unusable",
      said: "The ledger Table cannot be used: Requested resource not found",
    },
    { earlier: undefined, notes: [{ kind: "unsaved" }] },
  ),
  "failed-settings": describeUnusableConfiguration(
    new ConfigurationError("PORTAL_URL", "the portal's address", undefined),
    undefined,
    { mode: "backup", trigger: "schedule" },
    Date.parse("2026-03-01T03:30:12Z"),
    sampleFacts().origin,
  ),
  "unverified-settings": describeUnusableConfiguration(
    new ConfigurationError("PORTAL_URL", "the portal's address", undefined),
    "acme",
    { mode: "follow", runId: "2026-03-01T03:30:00Z", hop: 3 },
    Date.parse("2026-03-01T03:30:12Z"),
    sampleFacts().origin,
  ),
  "unverified-key": sampleFacts(unverifiedBy(refused), { endedAtMs: Date.parse("2026-03-01T04:40:12Z") }),
  unverified: sampleFacts(unverifiedBy({ stage: "follow", code: "still-running", said: "" }), {
    endedAtMs: Date.parse("2026-03-01T15:30:40Z"),
  }),
  "unverified-no-progress": sampleFacts(unverifiedBy({ stage: "follow", code: "no-progress", said: "" }), {
    endedAtMs: Date.parse("2026-03-01T06:41:12Z"),
  }),
  "unverified-refused": sampleFacts(
    unverifiedBy({ stage: "verify", code: "portal-refused", httpStatus: 402, said: "" }),
    { notes: [{ kind: "maybe-repeated" }], endedAtMs: Date.parse("2026-03-01T04:40:12Z") },
  ),
};
