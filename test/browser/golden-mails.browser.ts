import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { readGoldenMails } from "../../local/gallery/golden-mails";
import { openChromium } from "./chromium";
import { showMail } from "./mail-page";
import { announcePictures, nameForPicture } from "./pictures";
import { listVisibleTexts } from "./visible-texts";

const mails = readGoldenMails(join(__dirname, "../lambda/golden"));
const widthsPx = [320, 600, 1200] as const;
const schemes = ["light", "dark"] as const;

let browser: Browser;
let page: Page;
beforeAll(async () => {
  browser = await openChromium();
  page = await browser.newPage();
  page.setDefaultTimeout(10_000);
}, 60_000);
afterAll(async () => {
  await browser.close();
  announcePictures();
});

async function measureWidth(): Promise<number> {
  const session = await page.context().newCDPSession(page);
  const { cssContentSize } = await session.send("Page.getLayoutMetrics");
  return cssContentSize.width;
}

describe.each(widthsPx)("at %i px", (widthPx) => {
  describe.each(schemes)("in a %s scheme", (colorScheme) => {
    it.each(mails)(
      "the mail $name fits, can be read, and asks for nothing",
      async ({ name, html }) => {
        await page.setViewportSize({ width: widthPx, height: 900 });
        await page.emulateMedia({ colorScheme });
        const requests = await showMail(page, html);
        // Between phone and desk there is nothing more to look at for a person.
        if (widthPx !== 600)
          await page.screenshot({
            path: nameForPicture(`${name}-${widthPx}-${colorScheme}`),
            fullPage: true,
          });
        expect(await measureWidth()).toBe(widthPx);
        const texts = await listVisibleTexts(page);
        expect(texts.length).toBeGreaterThan(20);
        expect(texts.filter(({ leftPx, rightPx }) => leftPx < 0 || rightPx > widthPx)).toEqual([]);
        expect(texts.filter(({ contrast, fontSizePx }) => contrast < 4.5 || fontSizePx < 10)).toEqual([]);
        expect(requests).toEqual([]);
      },
      20_000,
    );
  });
});

describe("on a phone of 390 × 844 px", () => {
  const ok = mails.filter(({ name }) => name === "ok");

  it.each(ok)("all of the mail $name that decides anything is seen without scrolling", async (mail) => {
    const phone = await browser.newPage({
      viewport: { width: 390, height: 844 },
      isMobile: true,
      hasTouch: true,
    });
    await showMail(phone, mail.html);
    await phone.screenshot({ path: nameForPicture("ok-phone") });
    const texts = await listVisibleTexts(phone);
    const seen = texts.filter(({ bottomPx }) => bottomPx <= 844).map(({ text }) => text);
    const [, size = "?", duration = "?"] = / - (.+) in (.+)$/.exec(mail.subject) ?? [];
    for (const wanted of ["OK", "is complete", "Nothing to do", size, duration])
      expect(seen.filter((text) => text.includes(wanted))).not.toEqual([]);
    await phone.close();
  });

  it("there is such a mail", () => {
    expect(ok).toHaveLength(1);
  });
});

describe("a mail that is not so", () => {
  beforeAll(async () => {
    await page.setViewportSize({ width: 320, height: 900 });
    await page.emulateMedia({ colorScheme: "dark" });
  });
  const show = (body: string) =>
    showMail(
      page,
      `<!doctype html><meta name="color-scheme" content="light dark"><body style="margin:0">${body}`,
    );

  it("is too wide", async () => {
    await show('<div style="width:321px">text</div>');
    expect(await measureWidth()).toBe(321);
  });

  it("has text cut off", async () => {
    await show(
      '<div style="width:320px;overflow:hidden"><p style="width:400px;text-align:right">text</p></div>',
    );
    expect(await measureWidth()).toBe(320);
    expect(await listVisibleTexts(page)).toEqual([expect.objectContaining({ rightPx: 400 })]);
  });

  it("asks for something", async () => {
    const requests = await show('<img src="https://example.com/a.png"><p style="background:url(/b.png)">');
    expect([...requests].sort()).toEqual(["http://127.0.0.1/b.png", "https://example.com/a.png"]);
  });

  it.each([
    ["white on the dark page", '<p style="color:#fff">text', 18.7],
    ["the page's own colours", "<p>text", 18.7],
    ["black on the dark page", '<p style="color:#000">text', 1.1],
    ["grey on white", '<div style="background:#fff"><p style="color:#777">text', 4.5],
    ["a colour of an old attribute", '<table bgcolor="#ffffff"><tr><td style="color:#777">text', 4.5],
    ["a colour that lets half through", '<p style="background:#fff;color:rgba(0,0,0,.5)">text', 4],
    ["a half-transparent element", '<p style="background:#fff;color:#000;opacity:.5">text', 5.7],
    ["nothing that can be told apart", '<p style="background:#123;color:#123">text', 1],
  ])("has %s", async (_what, body, contrast) => {
    await show(body);
    const [text, ...others] = await listVisibleTexts(page);
    expect(text?.contrast).toBeCloseTo(contrast, 1);
    expect(others).toEqual([]);
  });

  it("stands before a picture", async () => {
    await show('<p style="background:linear-gradient(red, blue)">text');
    await expect(listVisibleTexts(page)).rejects.toThrow("a text stands before linear-gradient");
  });

  it("hides text", async () => {
    await show('<p hidden>a</p><p style="visibility:hidden">b</p><p style="font-size:0">c</p>');
    expect(await listVisibleTexts(page)).toEqual([]);
  });
});
