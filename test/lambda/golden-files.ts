import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Mail } from "../../lambda/run/ports";

const directory = join(__dirname, "golden");

function expectGolden(name: string, content: string): void {
  const file = join(directory, name);
  if (process.env.UPDATE_GOLDEN === "1") writeFileSync(file, content);
  expect(existsSync(file)).toBe(true);
  expect(content).toBe(readFileSync(file, "utf8"));
}

/** Compares a mail with its files; `UPDATE_GOLDEN=1 npm test` writes them, to be read before they are committed. */
export function expectGoldenMail(name: string, { subject, text, html }: Mail): void {
  expectGolden(`${name}.txt`, `Subject: ${subject}\n\n${text}`);
  expectGolden(`${name}.html`, html);
}

/** Mail programs cut long subjects, and some of them read nothing but ASCII in one. */
export function expectShortSubject({ subject }: Mail): void {
  expect(subject).toMatch(/^\[(OK|WARNING|FAILED|UNVERIFIED)\] DocSpace backup [\x20-\x7e]+$/);
  expect(subject.length).toBeLessThanOrEqual(100);
}

export function expectNarrowText({ text }: Mail): void {
  const long = text.split("\n").filter((line) => line.length > 78 && !line.includes("://"));
  expect(long).toEqual([]);
}
