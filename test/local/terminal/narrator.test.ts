import { Narrator } from "../../../local/terminal/narrator";
import { ManualClock } from "../portal/manual-clock";
import { openScreen } from "./fake-terminal";

test.each([
  ["UTC", "01:30:37"],
  ["Europe/Berlin", "02:30:37"],
  ["America/St_Johns", "22:00:37"],
])("what happens is told with the time of day in %s", (timeZone, time) => {
  const { screen, readLines } = openScreen({ isTTY: false });
  const clock = new ManualClock("2026-03-01T01:30:37Z");
  new Narrator(screen, clock, timeZone).tell("the schedule fired");
  expect(readLines()).toEqual([`  ${time}  the schedule fired`, ""]);
});
