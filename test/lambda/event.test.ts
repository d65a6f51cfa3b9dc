import { demandDue, EventError, parseEvent } from "../../lambda/event";

describe("an event", () => {
  const scheduledEvent = {
    id: "cdc73f9d-aea9-11e3-9d5a-835b769c0d9c",
    "detail-type": "Scheduled Event",
    source: "aws.events",
    account: "123456789012",
    time: "1970-01-01T00:00:00Z",
    region: "us-east-1",
    resources: ["arn:aws:events:us-east-1:123456789012:rule/ExampleRule"],
    detail: {},
  };

  it.each([
    [{}],
    [null],
    [undefined],
    [{ key1: "value1", key2: "value2", key3: "value3" }],
    [scheduledEvent],
    [{ mode: "backup" }],
    [{ mode: "backup", trigger: "manual" }],
  ])("%j means: back up now, by hand", (event) => {
    expect(parseEvent(event)).toEqual({ mode: "backup", trigger: "manual" });
  });

  it("of the schedule carries the night that it is for", () => {
    const event = { mode: "backup", trigger: "schedule", scheduledTime: "2026-03-01T04:30:00Z" };
    expect(parseEvent(event)).toEqual(event);
  });

  it.each([
    "2026-03-01T04:30Z",
    "2026-03-01T04:30:00.123Z",
    "2026-03-01T05:30:00+01:00",
    "2026-02-28T22:15:00-06:15",
  ])("may write that night's time as %s", (scheduledTime) => {
    const event = { mode: "backup", trigger: "schedule", scheduledTime };
    expect(parseEvent(event)).toEqual(event);
  });

  it.each([
    "2026-03-01T04:30:00",
    "2026-03-01",
    "on 2026-03-01T04:30:00Z",
    "2026-03-01T04:30:00Z, or so",
    "2026-03-01T04:30:00.Z",
    "2026-03-01T04:30:00.xZ",
    "2026-03-01T04:30:00 01:00",
    "2026-03-01T04:30:00+x1:00",
    "2026-03-01T04:30:00+0x:00",
    "2026-03-01T04:30:00+01:x0",
    "2026-03-01T04:30:00+01:0x",
  ])("may not write it as %s", (scheduledTime) => {
    const event = { mode: "backup", trigger: "schedule", scheduledTime };
    expect(() => parseEvent(event)).toThrow('"scheduledTime": expected a time such as 2026-03-01T04:30:00Z');
  });

  it("that is not understood is answered with all that are", () => {
    let message = "";
    try {
      parseEvent({ mode: "restore" });
    } catch (error) {
      message = String(error);
    }
    const examples = [...message.matchAll(/\{[^{}]*\}(?= \()/g)].map(([json]) => json);
    expect(examples.map((json) => parseEvent(JSON.parse(json)).mode)).toEqual([
      "backup",
      "backup",
      "check",
      "check",
      "backup",
      "follow",
    ]);
  });

  it.each([
    [{ mode: "check" }, false],
    [{ mode: "check", mail: false }, false],
    [{ mode: "check", mail: true }, true],
  ])("%j means: look, and start nothing", (event, mail) => {
    expect(parseEvent(event)).toEqual({ mode: "check", mail });
  });

  it("of a wake-up names its run and counts", () => {
    const event = { mode: "follow", runId: "2026-03-01T04:30:00Z", hop: 3 };
    expect(parseEvent(event)).toEqual(event);
  });

  it.each([
    [{ mode: "follow", runId: "night" }, '"hop": expected a whole number from 1, got undefined'],
    [{ mode: "follow", runId: "night", hop: 0 }, '"hop": expected a whole number from 1, got 0'],
    [{ mode: "follow", runId: "night", hop: "1" }, '"hop": expected a whole number from 1, got "1"'],
    [{ mode: "follow", runId: "", hop: 1 }, '"runId": expected the id of a run, got ""'],
    [{ mode: "follow", runId: "night", hop: 1, key: "sk" }, '"key" is not known'],
    [{ mode: "check", mail: "yes" }, '"mail": expected true or false, got "yes"'],
    [{ mode: "check", trigger: "manual" }, '"trigger" is not known'],
    [{ mode: "restore" }, '"mode": expected "backup" or "check" or "follow", got "restore"'],
    [{ mod: "backup" }, '"mode": expected "backup" or "check" or "follow", got undefined'],
    [{ mode: ["backup"] }, '"mode": expected "backup" or "check" or "follow", got a list'],
    [{ mode: "backup", folderId: 1 }, '"folderId" is not known'],
    [{ mode: "backup", trigger: "cron" }, '"trigger": expected "schedule" or "manual", got "cron"'],
    [{ mode: "backup", trigger: "schedule" }, '"scheduledTime" is missing'],
    [
      { mode: "backup", trigger: "schedule", scheduledTime: "<aws.scheduler.scheduled-time>" },
      '"scheduledTime": expected a time such as 2026-03-01T04:30:00Z, got "<aws.scheduler.scheduled-time>"',
    ],
    [
      { mode: "backup", trigger: "schedule", scheduledTime: 5 },
      '"scheduledTime": expected a time such as 2026-03-01T04:30:00Z, got 5',
    ],
    [{ key1: "value1" }, '"mode": expected'],
    [[], "expected a JSON object, got an array"],
    ["backup", "expected a JSON object, got string"],
    [7, "expected a JSON object, got number"],
  ])("%j is refused, naming what is wrong and what is valid", (event, problem) => {
    expect(() => parseEvent(event)).toThrow(EventError);
    expect(() => parseEvent(event)).toThrow(problem);
    expect(() => parseEvent(event)).toThrow("Valid events: {} (back up now)");
  });

  it.each(["2026-03-02T04:30:00Z", "2026-03-01T04:32:00Z", "2026-13-01T04:30:00Z"])(
    "of the schedule for %s does nothing on 2026-03-01 at 04:30:30: that night's own would be taken for its second delivery",
    (scheduledTime) => {
      const order = parseEvent({ mode: "backup", trigger: "schedule", scheduledTime });
      const refuse = () => demandDue(order, Date.parse("2026-03-01T04:30:30Z"));
      expect(refuse).toThrow(EventError);
      expect(refuse).toThrow(`"scheduledTime": expected a time that has come, got "${scheduledTime}"`);
    },
  );

  it.each([
    {},
    { mode: "check" },
    { mode: "follow", runId: "2026-03-02T04:30:00Z", hop: 1 },
    { mode: "backup", trigger: "schedule", scheduledTime: "2026-03-01T04:30:00Z" },
    { mode: "backup", trigger: "schedule", scheduledTime: "2026-03-01T04:31:00Z" },
    { mode: "backup", trigger: "schedule", scheduledTime: "2026-02-01T04:30:00Z" },
  ])("%j is due then", (event) => {
    expect(() => demandDue(parseEvent(event), Date.parse("2026-03-01T04:30:30Z"))).not.toThrow();
  });
});
