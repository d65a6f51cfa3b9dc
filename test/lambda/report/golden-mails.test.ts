import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeMail } from "../../../lambda/report/deliver";
import { sampleMails } from "./sample-mails";

const directory = join(__dirname, "..", "golden");

/** Compares with the file; `UPDATE_GOLDEN=1 npm test` writes it, to be read before it is committed. */
function expectGolden(name: string, content: string): void {
  const file = join(directory, name);
  if (process.env.UPDATE_GOLDEN === "1") writeFileSync(file, content);
  expect(existsSync(file)).toBe(true);
  expect(content).toBe(readFileSync(file, "utf8"));
}

describe.each(Object.entries(sampleMails))("the mail %s", (name, facts) => {
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
