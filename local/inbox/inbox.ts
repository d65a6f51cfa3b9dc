import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { SentMail } from "../aws/ses";
import { writeWhole } from "../write-whole";
import { formatKeptMail, type KeptMail, parseKeptMail } from "./kept-mail";

/** How many mails are kept, over all rehearsals. */
export const keptMails = 50;

/** A mail's file. */
const fileName = /^\d{13}-[0-9a-f]{8}\.json$/;

/** What a rehearsal that was killed while it wrote has left of one. */
const unfinishedName = /^\d{13}-[0-9a-f]{8}\.json\.\d+$/;
const unfinishedMs = 60 * 60_000;

/**
 * The mails of this rehearsal and of earlier ones. Each is a file; one that cannot be read is passed over, and if none can
 * be written this rehearsal's own mails are there all the same.
 */
export class Inbox {
  readonly #directory: string;
  readonly #own = new Map<string, KeptMail>();
  #problem: string | undefined;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** Why a mail could not be kept for later rehearsals, if so. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** Puts a mail in, and removes the oldest ones that are too many. Throws nothing. */
  receive(mail: SentMail, occasion: string, receivedMs = Date.now()): void {
    const id = `${String(receivedMs).padStart(13, "0")}-${randomBytes(4).toString("hex")}`;
    const kept = { id, occasion, receivedMs, mail };
    this.#own.set(id, kept);
    try {
      writeWhole(join(this.#directory, `${id}.json`), formatKeptMail(kept));
      const left = this.#listFiles(unfinishedName).filter(
        (name) => Number(name.slice(0, 13)) < receivedMs - unfinishedMs,
      );
      for (const name of [...this.#listFiles(fileName).slice(keptMails), ...left])
        rmSync(join(this.#directory, name), { force: true, recursive: true });
    } catch (error) {
      this.#problem = String(error);
    }
  }

  /** The newest {@link keptMails} mails, the newest first. */
  list(): KeptMail[] {
    const earlier = this.#listFiles(fileName).flatMap((name) => this.#read(name));
    const mails = new Map([...earlier.map((kept) => [kept.id, kept] as const), ...this.#own]);
    return [...mails.values()].sort((a, b) => (a.id < b.id ? 1 : -1)).slice(0, keptMails);
  }

  /** The newest first. */
  #listFiles(pattern: RegExp): string[] {
    try {
      return readdirSync(this.#directory)
        .filter((name) => pattern.test(name))
        .sort()
        .reverse();
    } catch {
      // There is no directory before the first mail, and none that can be read is no reason to show no mail at all.
      return [];
    }
  }

  #read(name: string): KeptMail[] {
    try {
      return [parseKeptMail(name.replace(/\.json$/, ""), readFileSync(join(this.#directory, name), "utf8"))];
    } catch {
      return [];
    }
  }
}
