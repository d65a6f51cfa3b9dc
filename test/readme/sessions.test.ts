import { normalise, readSessions, record } from "./sessions";

const sessions = readSessions();

test("the README shows a rehearsal and a check", () => {
  expect(sessions.map(({ args }) => args.includes("--check"))).toEqual([false, true]);
});

test.each(sessions)(
  "what the README shows of npm start -- $args is what it prints",
  async ({ args, shown }) => {
    const printed = normalise(await record(args));
    expect(printed.slice(0, normalise(shown).length)).toBe(normalise(shown));
  },
  60_000,
);
