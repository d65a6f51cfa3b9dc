import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Inbox, keptMails } from "../../../local/inbox/inbox";
import { sampleMail } from "./sample-mail";

let folder: string;
let directory: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "inbox-"));
  directory = join(folder, "not/there/yet");
});
afterEach(() => rmSync(folder, { recursive: true }));

const beginMs = Date.parse("2026-03-01T03:31:25Z");

/** A rehearsal of its own that gets some mails, one a second. */
function rehearse(occasion: string, fromSecond: number, count = 1): Inbox {
  const inbox = new Inbox(directory);
  for (let second = fromSecond; second < fromSecond + count; second++)
    inbox.receive({ ...sampleMail, subject: `${occasion} ${second}` }, occasion, beginMs + 1000 * second);
  return inbox;
}

const subjects = (inbox: Inbox) => inbox.list().map(({ mail }) => mail.subject);

describe("the kept mails", () => {
  it("are there in the next rehearsal, whole, and the newest first", () => {
    const noParts = { ...sampleMail, text: undefined, html: undefined };
    new Inbox(directory).receive(noParts, "success", beginMs);
    rehearse("cancelled", 1, 2);
    const inbox = rehearse("slow", 3);
    expect(subjects(inbox)).toEqual(["slow 3", "cancelled 2", "cancelled 1", sampleMail.subject]);
    expect(new Inbox(directory).list()).toEqual(inbox.list());
    expect(inbox.list().at(-1)).toStrictEqual({
      id: expect.stringMatching(/^1772335885000-[0-9a-f]{8}$/),
      occasion: "success",
      receivedMs: beginMs,
      mail: noParts,
    });
    expect(inbox.problem).toBeUndefined();
  });

  it("are readable for this user alone", () => {
    rehearse("success", 0);
    const modes = readdirSync(directory).map((name) => statSync(join(directory, name)).mode & 0o777);
    expect(modes).toEqual([0o600]);
  });

  it("take this machine's time where none is told", () => {
    const beforeMs = Date.now();
    const inbox = new Inbox(directory);
    inbox.receive(sampleMail, "success");
    const [kept] = inbox.list();
    expect(kept?.receivedMs).toBeGreaterThanOrEqual(beforeMs);
    expect(kept?.receivedMs).toBeLessThanOrEqual(Date.now());
  });

  it("show also what another rehearsal gets meanwhile", () => {
    const inbox = rehearse("slow", 0);
    rehearse("cancelled", 1);
    expect(subjects(inbox)).toEqual(["cancelled 1", "slow 0"]);
  });

  it(`are the newest ${keptMails}; the files of older ones go`, () => {
    const inbox = rehearse("success", 0, keptMails + 2);
    expect(subjects(inbox)).toHaveLength(keptMails);
    expect(subjects(inbox).at(-1)).toBe("success 2");
    expect(subjects(new Inbox(directory))).toEqual(subjects(inbox));
    expect(readdirSync(directory)).toHaveLength(keptMails);
  });

  it("leave files alone that are not theirs, and remove what a killed rehearsal left half-written", () => {
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, "notes.json"), "{}");
    writeFileSync(join(directory, "1772225880000-0123abcd.json.4711"), '{"occ');
    rehearse("success", 0, keptMails);
    expect(readdirSync(directory).filter((name) => !/^\d{13}-[0-9a-f]{8}\.json$/.test(name))).toEqual([
      "notes.json",
    ]);
  });

  it.each([
    ["half a file", '{"occasion":"succ'],
    ["a file of another version", '{"occasion":"success"}'],
    [
      "a time that no clock shows",
      JSON.stringify({ occasion: "success", receivedMs: 9e15, mail: sampleMail }),
    ],
  ])("pass over %s", (_what, content) => {
    rehearse("success", 0);
    writeFileSync(join(directory, "1772335880000-0123abcd.json"), content);
    expect(subjects(new Inbox(directory))).toEqual(["success 0"]);
  });

  it("pass over a directory in the place of a file", () => {
    rehearse("success", 0);
    mkdirSync(join(directory, "1772335880000-0123abcd.json"));
    expect(subjects(new Inbox(directory))).toEqual(["success 0"]);
  });

  it("are this rehearsal's own where nothing can be written, and it says why", () => {
    writeFileSync(join(folder, "not"), "a file in the place of a directory");
    const inbox = rehearse("success", 0);
    expect(subjects(inbox)).toEqual(["success 0"]);
    expect(inbox.problem).toMatch(/^Error: E[A-Z]+.*not/);
  });
});
