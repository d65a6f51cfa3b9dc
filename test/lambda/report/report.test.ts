import { BackupNotVerified, deliver, writeMail } from "../../../lambda/report/deliver";
import { describeStorage, type ReportFacts } from "../../../lambda/report/facts";
import {
  compareSizes,
  formatAge,
  formatDuration,
  formatMoment,
  formatOrdinal,
  formatSize,
} from "../../../lambda/report/format";
import { writeLetter } from "../../../lambda/report/letter";
import { writeSubject } from "../../../lambda/report/subject";
import { type Outcome, type Problem, problemCodes, problemStages } from "../../../lambda/run/outcome";
import type { Mail, ReportMetrics } from "../../../lambda/run/ports";
import { failedBy, pastNights, sampleFacts, unverifiedBy, verifiedWith } from "./sample-facts";

describe("numbers for people", () => {
  it.each([
    [0, "0 bytes"],
    [999, "999 bytes"],
    [1_000, "1.0 kB"],
    [870_400, "870 kB"],
    [4_212_345_678, "4.2 GB"],
    [12e15, "12 PB"],
    [12e18, "12000 PB"],
  ])("%d bytes are %s", (bytes, expected) => {
    expect(formatSize(bytes)).toBe(expected);
  });

  it.each([
    [-5, "0 s"],
    [45_000, "45 s"],
    [372_000, "6 min"],
    [7_200_000, "2 h"],
    [7_500_000, "2 h 5 min"],
  ])("%d milliseconds are %s", (ms, expected) => {
    expect(formatDuration(ms)).toBe(expected);
  });

  it.each([
    [-1, "0 min"],
    [45 * 60_000, "45 min"],
    [20.2 * 3_600_000, "20 h"],
    [47 * 3_600_000, "2 days"],
  ])("an age of %d milliseconds is %s", (ms, expected) => {
    expect(formatAge(ms)).toBe(expected);
  });

  it.each([
    [103, 100, "3 % more than"],
    [88, 100, "12 % less than"],
    [1001, 1000, "as large as"],
    [2_000, 4_200_000_000, "less than 1 % of"],
    [420, 100, "4.2 times as large as"],
  ])("%d is %s %d", (size, other, expected) => {
    expect(compareSizes(size, other)).toBe(expected);
  });

  it.each([
    [1, "1st"],
    [2, "2nd"],
    [3, "3rd"],
    [4, "4th"],
    [11, "11th"],
    [13, "13th"],
    [21, "21st"],
    [112, "112th"],
  ])("number %d in a row is the %s", (number, expected) => {
    expect(formatOrdinal(number)).toBe(expected);
  });

  it("tells a moment in the portal's zone and in UTC, and once where they are the same", () => {
    const ms = Date.parse("2026-03-01T23:30:12Z");
    expect(formatMoment(ms, "Europe/Berlin")).toBe(
      "2026-03-02 00:30:12 Europe/Berlin (2026-03-01 23:30:12 UTC)",
    );
    expect(formatMoment(ms - 3_600_000, "Europe/Berlin")).toBe(
      "2026-03-01 23:30:12 Europe/Berlin (22:30:12 UTC)",
    );
    expect(formatMoment(ms, "UTC")).toBe("2026-03-01 23:30:12 UTC");
  });
});

describe("the storage for people", () => {
  it.each([
    [{ type: "Documents", params: {} }, false, 'Documents, "My documents" of the key\'s owner'],
    [{ type: "Documents", params: { folderId: "42" } }, false, "Documents, folder 42"],
    [{ type: "ThridpartyDocuments", params: { folderId: "sbox-1" } }, false, "ThridpartyDocuments, sbox-1"],
    [
      { type: "Local", params: { filePath: "/backup" } },
      true,
      "Local, filePath /backup (the whole installation)",
    ],
    [{ type: "DataStore", params: {} }, false, "DataStore"],
  ] as const)("of %j, dump %s, is %s", (storage, dump, expected) => {
    expect(describeStorage({ storage, dump })).toBe(expected);
  });
});

describe("the subject", () => {
  it("says size and duration of a backup that is there", () => {
    expect(writeSubject(sampleFacts())).toBe(
      "[OK] DocSpace backup acme.onlyoffice.com 2026-03-01 - 4.2 GB in 6 min",
    );
  });

  it("does not call a day the duration of a backup that was found late", () => {
    const late = sampleFacts(undefined, { notes: [{ kind: "found-overdue" }] });
    expect(writeSubject(late)).toBe(
      "[OK] DocSpace backup acme.onlyoffice.com 2026-03-01 - 4.2 GB, found late",
    );
  });

  it("says how many nights in a row there was no backup, or from how many it recovered", () => {
    const refused: Problem = { stage: "key", code: "key-refused", httpStatus: 401, said: "" };
    const earlier = pastNights([refused, refused, refused, "4.1"]);
    expect(writeSubject(sampleFacts(failedBy(refused), { earlier: pastNights([refused, "4.1"]) }))).toBe(
      "[FAILED] DocSpace backup acme.onlyoffice.com 2026-03-01 - the portal refuses the API key (2nd night)",
    );
    expect(writeSubject(sampleFacts(undefined, { earlier }))).toBe(
      "[OK] DocSpace backup acme.onlyoffice.com 2026-03-01 - recovered after 3 failed nights",
    );
  });

  it("says nothing of recovery where nothing had failed, but the report does tell of the nights without a run", () => {
    const facts = sampleFacts(undefined, { earlier: pastNights(["nothing", "nothing", "4.1"]) });
    expect(writeSubject(facts)).toMatch(/ - 4\.2 GB in 6 min$/);
    expect(writeLetter(facts).brief).toBe(
      "4.2 GB in 6 min, 3 % more than the backup before, the first one after 2 nights without a verified backup.",
    );
  });

  it("does not call the time that somebody else's backup was watched its duration", () => {
    const joined = sampleFacts(undefined, { notes: [{ kind: "joined" }] });
    expect(writeSubject(joined)).toMatch(/ - 4\.2 GB, joined$/);
    expect(listRows(joined).map(({ label }) => label)).toEqual(expect.arrayContaining(["Storage wanted"]));
    expect(listRows(joined).map(({ label }) => label)).not.toContain("Duration");
  });

  it("keeps the count of nights, whatever the problem and however long the host", () => {
    const earlier = (problem: Problem) => pastNights(Array.from({ length: 13 }, () => problem));
    for (const code of problemCodes)
      for (const stage of problemStages)
        for (const httpStatus of [undefined, 402, 403, 404]) {
          const problem: Problem = { stage, code, said: "", ...(httpStatus && { httpStatus }) };
          const facts = sampleFacts(unverifiedBy(problem), {
            earlier: earlier(problem),
            portalHost: "portal.of.a.very.long.name.example.com:8443",
          });
          const subject = writeSubject(facts);
          expect(subject).toMatch(
            /^\[UNVERIFIED\] DocSpace backup portal\S+ 2026-03-01 - .* \(14th night\)$/,
          );
          expect(subject.length).toBeLessThanOrEqual(100);
        }
  });

  it("names the day on which the backup was due, even if it began after midnight", () => {
    const late = {
      runId: "2026-03-01T22:59:00Z",
      startedAtMs: Date.parse("2026-03-01T23:00:30Z"),
      endedAtMs: Date.parse("2026-03-01T23:01:30Z"),
      earlier: [],
    };
    expect(writeSubject(sampleFacts(undefined, late))).toContain(" 2026-03-01 - ");
    expect(writeSubject(sampleFacts(undefined, { ...late, trigger: "manual" }))).toContain(" 2026-03-02 - ");
  });

  it("says what speaks against an archive that is there", () => {
    const late = verifiedWith([{ kind: "late-error", said: "" }]);
    expect(writeSubject(sampleFacts(late))).toBe(
      "[WARNING] DocSpace backup acme.onlyoffice.com 2026-03-01 - 4.2 GB in 6 min, with a late error",
    );
  });

  it("cuts a long host, not what happened", () => {
    const portalHost = `${"very-long-name.".repeat(6)}example.com`;
    const outcome = failedBy({
      stage: "start",
      code: "portal-refused",
      httpStatus: 402,
      said: "storage quota",
    });
    const subject = writeSubject(sampleFacts(outcome, { portalHost }));
    expect(subject).toMatch(
      /^\[FAILED\] DocSpace backup very-long-\S+\.\.\. 2026-03-01 - storage quota is full$/,
    );
    expect(subject.length).toBeLessThanOrEqual(100);
  });

  it("is ASCII whatever the host is", () => {
    expect(writeSubject(sampleFacts(undefined, { portalHost: "müller.example\r\nBcc: x" }))).toMatch(
      /^[\x20-\x7e]+$/,
    );
  });
});

describe("the HTML part", () => {
  it("lets nothing that a portal says become HTML", () => {
    const said = `<script src='//evil'>&"`;
    const html = writeMail(sampleFacts(verifiedWith([{ kind: "portal-warning", said }]))).html;
    expect(html).toContain("&lt;script src=&#39;//evil&#39;&gt;&amp;&quot;");
    expect(html).not.toContain("<script");
  });
});

function listRows(facts: ReportFacts) {
  return writeLetter(facts).sections.flatMap((section) => (section.kind === "rows" ? section.rows : []));
}

describe("the words of the report", () => {
  it("explain each warning, and say that the archive is there", () => {
    const facts = sampleFacts(
      verifiedWith([
        { kind: "late-error", said: "no mail" },
        { kind: "late-cancel", said: "" },
      ]),
    );
    const letter = writeLetter(facts);
    expect(letter.verdict).toBe(
      "The archive of acme.onlyoffice.com is in the portal's history, but the portal reported an error after it had " +
        "saved it, and the portal calls the backup cancelled.",
    );
    expect(letter.todo).toMatch(
      /^What to do: Read the error below.* Ask the portal's administrators who cancelled it/,
    );
    expect(listRows(facts)).toEqual(
      expect.arrayContaining([
        { label: "The portal's error", value: "no mail" },
        { label: "The portal's remark", value: "without saying why" },
        {
          label: "More on this",
          value: "docs/runbook.md#late-cancel",
          href: "https://git.example.com/docspace-backup/docs/runbook.md#late-cancel",
        },
      ]),
    );
  });

  it("tell each note", () => {
    const kinds = ["maybe-repeated", "unsaved", "unarmed", "found-overdue", "joined"] as const;
    const notes = listRows(sampleFacts(undefined, { notes: kinds.map((kind) => ({ kind })) })).filter(
      ({ label }) => label === "Note",
    );
    expect(new Set(notes.map(({ value }) => value)).size).toBe(5);
  });

  it("tell a note without the portal's words where there were none", () => {
    const rows = listRows(sampleFacts(undefined, { notes: [{ kind: "start-unanswered", said: "" }] }));
    expect(rows.map(({ value }) => value)).toContain(
      "The portal did not confirm the request for the backup; it was not repeated, and the backup was found by looking.",
    );
  });

  it("name the next run after the one that found this, where that was late", () => {
    const late = {
      notes: [{ kind: "found-overdue" } as const],
      endedAtMs: Date.parse("2026-03-02T03:30:20Z"),
      reportedAtMs: Date.parse("2026-03-02T03:30:21Z"),
    };
    const next = (facts: ReportFacts) => listRows(facts).find(({ label }) => label === "Next run")?.value;
    expect(next(sampleFacts(undefined, late))).toMatch(/^2026-03-02 04:30:00/);
    expect(next(sampleFacts(undefined, { ...late, notes: [] }))).toMatch(/^2026-03-03 04:30:00/);
    expect(next(sampleFacts(undefined, { schedule: "paused" }))).toBe("none: the schedule is paused");
  });

  it("say where to look before what kept a backup from being followed is mended", () => {
    const refused: Problem = { stage: "key", code: "key-refused", httpStatus: 401, said: "" };
    expect(writeLetter(sampleFacts(unverifiedBy(refused))).todo).toMatch(
      /^What to do: Look at the portal's backup page .* Create a key in the portal/,
    );
    expect(writeLetter(sampleFacts(failedBy(refused))).todo).toMatch(
      /^What to do: Create a key in the portal/,
    );
  });

  it("name a place to read on where there is none to go to", () => {
    const facts = sampleFacts(failedBy({ stage: "verify", code: "vanished", said: "" }), {
      docsUrl: undefined,
    });
    expect(listRows(facts)).toContainEqual({ label: "More on this", value: "docs/runbook.md#vanished" });
  });

  it("tell the portal's words as its own, and details as what they are", () => {
    const tell = (problem: Problem) =>
      listRows(sampleFacts(failedBy(problem))).find(
        ({ label }) => label === "The portal said" || label === "Details",
      );
    expect(tell({ stage: "start", code: "portal-refused", httpStatus: 402, said: "Pay" })).toEqual({
      label: "The portal said",
      value: 'HTTP 402, "Pay"',
    });
    expect(tell({ stage: "start", code: "portal-unreachable", said: "connect ETIMEDOUT" })).toEqual({
      label: "Details",
      value: "connect ETIMEDOUT",
    });
    expect(
      tell({
        stage: "start",
        code: "portal-refused",
        httpStatus: 302,
        said: "it redirects to https://b.example",
      }),
    ).toEqual({
      label: "Details",
      value: "HTTP 302, it redirects to https://b.example",
    });
    expect(tell({ stage: "verify", code: "vanished", said: "" })).toBeUndefined();
  });
});

describe("the figures that everybody should see", () => {
  const key: Problem = { stage: "key", code: "key-refused", httpStatus: 401, said: "" };
  const brief = (outcome: Outcome | undefined, fields: Partial<ReportFacts>) =>
    writeLetter(sampleFacts(outcome, fields)).brief;

  it.each([
    ["no earlier run", [], "4.2 GB in 6 min."],
    ["a smaller one before", ["4.0", "nothing"], "4.2 GB in 6 min, 5 % more than the backup before."],
    [
      "a failed night before",
      [key, "4.2"],
      "4.2 GB in 6 min, as large as the backup before, the first one after 1 failed night.",
    ],
  ])("of a verified backup with %s", (_, nights, expected) => {
    expect(brief(undefined, { earlier: pastNights(nights) })).toBe(expected);
  });

  it("do not call nights failed of which nobody knows how they ended", () => {
    const [last, ...earlier] = pastNights([key, key, "4.1"]);
    if (last === undefined) throw new Error("no night");
    const facts = { earlier: [{ ...last, status: "UNVERIFIED" as const }, ...earlier] };
    expect(brief(undefined, facts)).toContain("the first one after 2 nights without a verified backup");
  });

  it.each([
    ["nothing before it", [], "There is no verified backup on record."],
    ["a good night before it", ["4.1"], "The last verified backup is 24 h old (2026-02-28)."],
    [
      "bad nights before it",
      [key, key, "nothing", "4.1"],
      "It is the 4th night in a row without a verified backup. The last verified backup is 4 days old (2026-02-25).",
    ],
  ])("of a failure with %s", (_, nights, expected) => {
    expect(brief(failedBy(key), { earlier: pastNights(nights) })).toBe(expected);
  });

  it("compare nothing where the earlier runs could not be looked up", () => {
    expect(brief(undefined, { earlier: undefined })).toBe("4.2 GB in 6 min.");
  });

  it("claim no more than the runs tell that were recalled", () => {
    const nights = pastNights(Array.from({ length: 59 }, () => key));
    expect(brief(failedBy(key), { earlier: nights })).toMatch(
      /60th night .* None of the last 59 runs was verified\.$/,
    );
  });

  it("say it where the earlier runs could not be looked up", () => {
    expect(brief(failedBy(key), { earlier: undefined })).toBe(
      "Whether there is an earlier verified backup could not be looked up.",
    );
  });
});

describe("a delivery", () => {
  function equip(send: (mail: Mail) => Promise<string>) {
    const lines: Record<string, unknown>[] = [];
    const log = (happening: string, facts: Readonly<Record<string, unknown>>) =>
      void lines.push({ happening, ...facts });
    const counted: ReportMetrics[] = [];
    const metrics = (one: ReportMetrics) => {
      lines.push({ happening: "counted" });
      counted.push(one);
    };
    const clock = { now: () => 0, sleep: async () => {} };
    return { lines, counted, ports: { clock, log, mailer: { send }, metrics } };
  }

  it("logs first, mails second and returns the facts of a verified backup", async () => {
    const { lines, counted, ports } = equip(async () => "m-1");
    const outcome = verifiedWith([{ kind: "portal-warning", said: "2 files" }]);
    const delivered = await deliver(sampleFacts(outcome, { notes: [{ kind: "joined" }] }), 120_000, ports);
    expect(delivered).toEqual({
      status: "WARNING",
      backup: "acme",
      portal: "https://acme.onlyoffice.com",
      runId: "2026-03-01T03:30:00Z",
      trigger: "schedule",
      startedAt: "2026-03-01T03:30:12.000Z",
      endedAt: "2026-03-01T03:36:24.000Z",
      backupId: "3fa85f64-5717-4562-b3fc-2c963f66afa6",
      fileName: "acme_2026-03-01_03-30-14.tar.gz",
      sizeBytes: 4_212_345_678,
      warnings: ["portal-warning: 2 files"],
      notes: ["joined"],
      mail: "m-1",
    });
    expect(lines.map(({ happening }) => happening)).toEqual(["report", "report mailed", "counted"]);
    expect(lines[1]).toMatchObject({ messageId: "m-1", subject: expect.stringMatching(/^\[WARNING\] /) });
    expect(counted).toEqual([
      {
        atMs: 0,
        backupName: "acme",
        verified: true,
        durationSeconds: undefined,
        sizeBytes: 4_212_345_678,
        reportSent: true,
      },
    ]);
  });

  it("tells how long a backup took in whole seconds, nothing of what is not known, and no warnings where there are none", async () => {
    const { counted, ports } = equip(async () => "m-1");
    const facts = sampleFacts(verifiedWith([]), { durationMs: 371_600, taskId: undefined });
    const delivered = await deliver(facts, 120_000, ports);
    expect(delivered).toMatchObject({ status: "OK", durationSeconds: 372 });
    expect(delivered).not.toHaveProperty("backupId");
    expect(delivered).not.toHaveProperty("warnings");
    expect(counted).toMatchObject([{ durationSeconds: 372 }]);
  });

  it.each([
    ["ten seconds", 120_000, 10_000],
    ["what is left, but for five seconds", 12_000, 7_000],
  ])("gives the mail %s", async (_, deadlineMs, untilMs) => {
    const waits: number[] = [];
    const { ports } = equip(async () => "m-1");
    const send = async (_: Mail, wantedMs: number) => {
      waits.push(wantedMs);
      return "m-1";
    };
    await deliver(sampleFacts(), deadlineMs, { ...ports, mailer: { send } });
    expect(waits).toEqual([untilMs]);
  });

  it("throws after the mail of a backup that was not verified", async () => {
    const mails: Mail[] = [];
    const { lines, counted, ports } = equip(async (mail) => {
      mails.push(mail);
      return "m-1";
    });
    const facts = sampleFacts(failedBy({ stage: "key", code: "key-refused", httpStatus: 401, said: "" }), {
      taskId: undefined,
    });
    await expect(deliver(facts, 120_000, ports)).rejects.toThrow(BackupNotVerified);
    expect(counted).toEqual([
      expect.objectContaining({ verified: false, sizeBytes: undefined, reportSent: true }),
    ]);
    mails.length = 0;
    await expect(deliver(facts, 120_000, ports)).rejects.toThrow(
      "[FAILED] DocSpace backup acme.onlyoffice.com 2026-03-01 - the portal refuses the API key",
    );
    expect(mails).toHaveLength(1);
    expect(lines[0]).toMatchObject({
      report: {
        status: "FAILED",
        problem: { stage: "key", code: "key-refused", httpStatus: 401, next: expect.anything() },
      },
    });
  });

  it("leaves the whole report in the log when it cannot be mailed", async () => {
    const { lines, counted, ports } = equip(() => Promise.reject(new Error("rejected")));
    await expect(deliver(sampleFacts(), 120_000, ports)).rejects.toThrow("rejected");
    expect(lines[1]).toMatchObject({
      happening: "the report could not be mailed; this is it",
      text: expect.stringContaining("OK: The backup of acme.onlyoffice.com is complete"),
    });
    expect(lines.at(-1)).toEqual({ happening: "counted" });
    expect(counted).toEqual([expect.objectContaining({ verified: true, reportSent: false })]);
  });

  it("is counted even if the report cannot be written", async () => {
    const { counted, ports } = equip(async () => "m-1");
    const unwritable = sampleFacts(undefined, { timeZone: "Nowhere/Land" });
    await expect(deliver(unwritable, 120_000, ports)).rejects.toThrow("Nowhere/Land");
    expect(counted).toEqual([expect.objectContaining({ verified: true, reportSent: false })]);
  });

  it("says nothing of a size that is not known", async () => {
    const outcome = verifiedWith();
    if (outcome.verdict !== "verified") throw new Error("not verified");
    const size = { kind: "unknown", reason: "" } as const;
    const { ports } = equip(async () => "m-1");
    const delivered = await deliver(
      sampleFacts({ ...outcome, archive: { ...outcome.archive, size } }),
      120_000,
      ports,
    );
    expect(delivered).not.toHaveProperty("sizeBytes");
  });
});
