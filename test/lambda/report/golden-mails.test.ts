import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeMail } from "../../../lambda/report/deliver";
import type { ReportFacts } from "../../../lambda/report/facts";
import { failedBy, proved, sampleFacts, unverifiedBy, verifiedWith } from "./sample-facts";

const directory = join(__dirname, "..", "golden");

/** Compares with the file; `UPDATE_GOLDEN=1 npm test` writes it, to be read before it is committed. */
function expectGolden(name: string, content: string): void {
  const file = join(directory, name);
  if (process.env.UPDATE_GOLDEN === "1") writeFileSync(file, content);
  expect(existsSync(file)).toBe(true);
  expect(content).toBe(readFileSync(file, "utf8"));
}

const noArchive = { answer: "not checked", because: "there is no archive" } as const;

const mails: Record<string, ReportFacts> = {
  ok: sampleFacts(),
  "ok-joined": sampleFacts(
    {
      ...verifiedWith(),
      verdict: "verified",
      archive: { id: "3fa85f64", fileName: "acme.tar.gz", size: { kind: "unknown", reason: "not read" } },
      warnings: [],
      verification: {
        ...proved,
        notEmpty: { answer: "not checked", because: "the file is not listed in its folder" },
      },
    },
    { notes: [{ kind: "joined" }], trigger: "manual", timeZone: "UTC" },
  ),
  warning: sampleFacts(verifiedWith([{ kind: "portal-warning", said: "Files missing: a.docx, <b>.docx" }]), {
    notes: [
      { kind: "joined-other-storage", storageType: "DataStore" },
      { kind: "start-unanswered", said: "The operation was aborted due to timeout" },
    ],
  }),
  "failed-cancelled": sampleFacts(
    failedBy(
      { stage: "verify", code: "cancelled", said: "Cancelled by Jane <jane@example.com>" },
      {
        completed: { answer: "no", because: "the portal reports that it was cancelled" },
        inHistory: { answer: "no", because: "" },
        notEmpty: noArchive,
      },
    ),
  ),
  "failed-key-refused": sampleFacts(
    failedBy({ stage: "key", code: "key-refused", httpStatus: 401, said: "" }),
    {
      taskId: undefined,
    },
  ),
  unverified: sampleFacts(unverifiedBy({ stage: "follow", code: "still-running", said: "" })),
};

describe.each(Object.entries(mails))("the mail %s", (name, facts) => {
  const mail = writeMail(facts);

  it("is as it was read and approved", () => {
    expectGolden(`${name}.txt`, `Subject: ${mail.subject}\n\n${mail.text}`);
    expectGolden(`${name}.html`, mail.html);
  });

  it("has a subject of one line of ASCII that begins with the status and is at most 100 characters long", () => {
    expect(mail.subject).toMatch(/^\[(OK|WARNING|FAILED|UNVERIFIED)\] DocSpace backup [\x20-\x7e]+$/);
    expect(mail.subject.length).toBeLessThanOrEqual(100);
  });

  it("fits 78 columns, but for links", () => {
    const long = mail.text.split("\n").filter((line) => line.length > 78 && !line.includes("://"));
    expect(long).toEqual([]);
  });
});
