import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { readGoldenMails } from "../../local/gallery/golden-mails";
import { Inbox } from "../../local/inbox/inbox";
import { openInbox } from "../../local/inbox/inbox-server";
import { sampleMail } from "../local/inbox/sample-mail";
import { openChromium } from "./chromium";
import type { LoopbackServer } from "./loopback-server";
import { nameForPicture } from "./pictures";
import { listVisibleTexts } from "./visible-texts";

const goldenMails = readGoldenMails(join(__dirname, "../lambda/golden"));
const receivedMs = Date.parse("2026-03-01T18:00:00Z");

let folder: string;
let browser: Browser;
let server: LoopbackServer;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "inbox-"));
  // Each mail is one of a rehearsal of its own; the last one that came is the one called "ok".
  const newestLast = [...goldenMails].sort((a, b) => Number(a.name === "ok") - Number(b.name === "ok"));
  for (const [index, { name, ...mail }] of newestLast.entries())
    new Inbox(folder).receive({ ...sampleMail, ...mail }, `like-${name}`, receivedMs + index * 3_600_000);
  const inbox = new Inbox(folder);
  server = await openInbox(() => inbox.list());
  browser = await openChromium();
}, 60_000);
afterAll(async () => {
  await browser.close();
  await server.close();
  rmSync(folder, { recursive: true });
});

async function withPage(
  options: Parameters<Browser["newPage"]>[0],
  look: (page: Page) => Promise<void>,
): Promise<void> {
  const page = await browser.newPage(options);
  try {
    page.setDefaultTimeout(10_000);
    await page.goto(server.url);
    await look(page);
  } finally {
    await page.close();
  }
}

const desk = { viewport: { width: 1280, height: 800 } } as const;
const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true } as const;

const listEntries = (page: Page) => page.getByRole("navigation", { name: "Mails" }).getByRole("link");
const findView = (page: Page, name: string) =>
  page.getByRole("navigation", { name: "Views of the mail" }).getByRole("link", { name, exact: true });
const readMail = (page: Page) => page.frameLocator("iframe").getByRole("heading", { level: 1 }).textContent();
const verdictOfOk = /^The backup of acme\.onlyoffice\.com is complete/;

describe("the inbox in a browser", () => {
  it("lists the mails of several rehearsals, each with its status as a word, and shows the newest", () =>
    withPage(desk, async (page) => {
      const entries = await listEntries(page).allInnerTexts();
      expect(entries).toHaveLength(goldenMails.length);
      for (const { name, subject } of goldenMails) {
        const [, status = "?"] = /^\[([A-Z]+)\]/.exec(subject) ?? [];
        expect(
          entries.filter((entry) => entry.startsWith(status) && entry.endsWith(`like-${name}`)),
        ).toHaveLength(1);
      }
      expect(await readMail(page)).toMatch(verdictOfOk);
    }));

  it("leads by click to another mail and its other views, back and forth", () =>
    withPage(desk, async (page) => {
      await listEntries(page).filter({ hasText: "like-failed-key-refused" }).click();
      await page.getByRole("heading", { level: 2, name: /^\[FAILED\]/ }).waitFor();
      expect(await readMail(page)).not.toMatch(verdictOfOk);
      await findView(page, "Text").click();
      expect(await page.locator("pre").textContent()).toMatch(/^FAILED: /);
      await findView(page, "Source").click();
      expect(await page.locator("pre").textContent()).toMatch(/^From: .*[\s\S]*MIME-Version: 1\.0/);
      expect(await findView(page, "Source").getAttribute("aria-current")).toBe("page");
      await page.goBack();
      await findView(page, "HTML").click();
      await page.locator("iframe").waitFor();
    }));

  it("leads by keyboard alone to the next mail and its text", () =>
    withPage(desk, async (page) => {
      const focus = async (wanted: RegExp) => {
        // The inbox lists 50 mails at most, and a few links beside them.
        for (let tab = 0; tab < 60; tab++) {
          await page.keyboard.press("Tab");
          if (wanted.test(await page.locator(":focus").innerText()))
            return await page.keyboard.press("Enter");
        }
        throw new Error(`${wanted} does not get the focus`);
      };
      await focus(/like-failed-key-refused/);
      await page.getByRole("heading", { level: 2, name: /^\[FAILED\]/ }).waitFor();
      await focus(/^Text$/);
      await page.locator("pre", { hasText: /^FAILED: / }).waitFor();
    }));

  it("gives the message as a file", () =>
    withPage(desk, async (page) => {
      const waiting = page.waitForEvent("download");
      await page.getByRole("link", { name: "Download" }).click();
      const download = await waiting;
      expect(download.suggestedFilename()).toMatch(/\.eml$/);
      expect(readFileSync(await download.path(), "utf8")).toMatch(/^From: .*\r\nTo: /);
    }));

  it("gives the mail what is left of the window, without scrolling around it", () =>
    withPage(desk, async (page) => {
      const box = await page.locator("iframe").boundingBox();
      expect(box?.width).toBeGreaterThan(800);
      expect(box?.height).toBeGreaterThan(500);
      expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(800);
      expect(await page.evaluate("document.documentElement.scrollHeight")).toBe(800);
    }));

  it.each([
    ["desk", "light", desk],
    ["desk", "dark", desk],
    ["phone", "light", phone],
    ["phone", "dark", phone],
  ] as const)("can be read on a %s in a %s scheme, in each view", (device, colorScheme, options) =>
    withPage({ ...options, colorScheme }, async (page) => {
      for (const view of ["HTML", "Text", "Source"]) {
        await findView(page, view).click();
        await page.waitForLoadState("load");
        await page.screenshot({
          path: nameForPicture(`inbox-${device}-${colorScheme}-${view.toLowerCase()}`),
        });
        const widthPx = options.viewport.width;
        expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(widthPx);
        const texts = await listVisibleTexts(page);
        expect(texts.length).toBeGreaterThan(20);
        expect(texts.filter(({ leftPx, rightPx }) => leftPx < 0 || rightPx > widthPx)).toEqual([]);
        expect(texts.filter(({ contrast }) => contrast < 4.5)).toEqual([]);
      }
    }),
  );
});
