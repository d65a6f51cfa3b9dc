import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";
import { renderGallery } from "../../local/gallery/gallery-page";
import { readGoldenMails } from "../../local/gallery/golden-mails";
import { openChromium } from "./chromium";
import { nameForPicture } from "./pictures";
import { listVisibleTexts } from "./visible-texts";

const mails = readGoldenMails(join(__dirname, "../lambda/golden"));

let browser: Browser;
let folder: string;
beforeAll(async () => {
  browser = await openChromium();
  folder = mkdtempSync(join(tmpdir(), "gallery-"));
  writeFileSync(join(folder, "gallery.html"), renderGallery(mails));
}, 60_000);
afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

describe.each([
  ["desk", 1900],
  ["phone", 390],
] as const)("the gallery on a %s", (device, widthPx) => {
  it.each(["light", "dark"] as const)("shows every golden mail in a %s scheme", async (colorScheme) => {
    const page = await browser.newPage({ viewport: { width: widthPx, height: 1200 }, colorScheme });
    await page.goto(pathToFileURL(join(folder, "gallery.html")).href);
    await page.screenshot({ path: nameForPicture(`gallery-${device}-${colorScheme}`) });
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(widthPx);
    const headings = await Promise.all(
      page.frames().flatMap((frame) => (frame.parentFrame() ? [frame.locator("h1").textContent()] : [])),
    );
    expect(headings).toHaveLength(2 * mails.length);
    expect(headings).not.toContain("");
    const texts = await listVisibleTexts(page);
    expect(texts.filter(({ contrast }) => contrast < 4.5)).toEqual([]);
    expect(texts.filter(({ leftPx, rightPx }) => leftPx < 0 || rightPx > widthPx)).toEqual([]);
    await page.close();
  });
});
