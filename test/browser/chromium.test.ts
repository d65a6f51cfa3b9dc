import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { findChromium } from "./chromium";

describe("the browser for the tests", () => {
  let folder: string;
  let chromium: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "chromium-"));
    chromium = join(folder, "chromium");
    writeFileSync(chromium, "");
    chmodSync(chromium, 0o755);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("is chromium of the PATH", () => {
    expect(findChromium({ PATH: ["/nowhere", folder].join(delimiter) })).toBe(chromium);
  });

  it("is what CHROMIUM names, before any other", () => {
    expect(findChromium({ PATH: "/nowhere", CHROMIUM: chromium })).toBe(chromium);
  });

  it("is missed with words that say how to install it", () => {
    chmodSync(chromium, 0o644);
    expect(() => findChromium({ PATH: folder })).toThrow(
      /^There is no chromium on the PATH\. To install it .*: sudo apt-get install chromium\./,
    );
    expect(() => findChromium({})).toThrow("There is no chromium on the PATH");
    expect(() => findChromium({ PATH: folder, CHROMIUM: "/nowhere/chrome" })).toThrow(
      'CHROMIUM is "/nowhere/chrome", which is no program',
    );
  });
});
