import { openScreen } from "./fake-terminal";

describe("a screen that somebody watches", () => {
  it("keeps the status below the lines that stay", () => {
    const { screen, readLines } = openScreen();
    screen.print("first");
    screen.showStatus("10 %");
    screen.print("second");
    screen.showStatus("20 %");
    expect(readLines()).toEqual(["first", "second", "20 %"]);
  });

  it("leaves nothing of a status that is taken away", () => {
    const { screen, readLines } = openScreen();
    screen.showStatus("a long status");
    screen.showStatus("");
    screen.print("end");
    expect(readLines()).toEqual(["end", ""]);
  });

  it("cuts a status that would wrap, which could not be erased", () => {
    const { screen, readLines } = openScreen({ columns: 10 });
    screen.showStatus("0123456789abc");
    expect(readLines()).toEqual(["012345678"]);
  });

  it("writes a status that is the same no second time", () => {
    const { screen, readOutput } = openScreen();
    screen.showStatus("10 %");
    const before = readOutput();
    screen.showStatus("10 %");
    expect(readOutput()).toBe(before);
  });

  it("prints empty lines", () => {
    const { screen, readLines } = openScreen();
    screen.print();
    expect(readLines()).toEqual(["", ""]);
  });
});

test("where nobody watches there are lines alone, without control sequences", () => {
  const { screen, readOutput } = openScreen({ isTTY: false });
  screen.showStatus("10 %");
  screen.print("line");
  screen.showStatus("");
  expect(screen.isWatched).toBe(false);
  expect(readOutput()).toBe("line\n");
});
