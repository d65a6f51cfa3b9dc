import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { renderGallery } from "../../local/gallery/gallery-page";
import { openInbox } from "../../local/inbox/inbox-server";
import { keep, sampleMail } from "../local/inbox/sample-mail";
import { type Attack, listAttacks } from "./attacks";
import { type Canary, openCanary } from "./canary";
import { openChromium } from "./chromium";
import { type LoopbackServer, openLoopbackServer } from "./loopback-server";

/** Attacks that work do so within a few milliseconds of the page's load or the click. */
const patienceMs = 300;
/** How long one that must work is waited for on a busy machine. */
const longPatienceMs = 10_000;

const attacks = listAttacks("CANARY");
const unguardedPage =
  '<!doctype html><title>Innocent</title><iframe src="/mail" style="width:600px;height:300px"></iframe>';

let browser: Browser;
let canary: Canary;
let inbox: LoopbackServer;
let unguarded: LoopbackServer;
let folder: string;
let html = "";

beforeAll(async () => {
  browser = await openChromium();
  canary = await openCanary();
  inbox = await openInbox(() => [keep("1", { html })]);
  unguarded = await openLoopbackServer(({ url }, response) => {
    response.setHeader("content-type", "text/html");
    response.end(url === "/mail" ? html : unguardedPage);
  });
  folder = mkdtempSync(join(tmpdir(), "hostile-mail-"));
}, 60_000);
afterAll(async () => {
  await browser.close();
  await Promise.all([canary.close(), inbox.close(), unguarded.close()]);
  rmSync(folder, { recursive: true });
});

/** Writes the mails that are looked at next. */
function write(...tried: readonly Attack[]): void {
  html = `<!doctype html>${tried.map((attack) => attack.html.replaceAll("CANARY", canary.url)).join("\n")}`;
}

/** Opens a page, and clicks into the middle of its first frame if asked to. */
async function withPage<T>(
  url: string,
  { click = false }: { readonly click?: boolean },
  look: (page: Page) => Promise<T>,
): Promise<T> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  try {
    canary.requests.length = 0;
    const page = await context.newPage();
    page.setDefaultTimeout(longPatienceMs);
    await page.goto(url, { waitUntil: "commit" });
    if (click) {
      await page.waitForLoadState("load");
      const box = await page.locator("iframe").first().boundingBox();
      if (box === null) throw new Error("the page shows no frame");
      await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    }
    return await look(page);
  } finally {
    await context.close();
  }
}

/** What a mail can reach. */
async function readState(page: Page) {
  return {
    title: await page.title(),
    name: await page.evaluate("window.name"),
    url: page.url(),
    requests: canary.requests,
  };
}

/** Waits until an attack should have shown. */
async function readStateLater(page: Page) {
  await page.waitForLoadState("load");
  await sleep(patienceMs);
  return await readState(page);
}

test.each(attacks)("$name works where nothing keeps it from it", async (attack) => {
  write(attack);
  const innocent = { title: "Innocent", name: "", url: unguarded.url, requests: [] };
  await withPage(unguarded.url, attack, async (page) => {
    const deadlineMs = Date.now() + longPatienceMs;
    let state = await readState(page);
    while (Date.now() < deadlineMs && JSON.stringify(state) === JSON.stringify(innocent)) {
      await sleep(20);
      state = await readState(page);
    }
    expect(state).not.toEqual(innocent);
  });
});

/** What needs no click is tried at once, each click on a page of its own. */
const guardedMails = [
  {
    what: "all that needs no click",
    tried: attacks.filter(({ click }) => click === undefined),
    click: false,
  },
  ...attacks.flatMap((attack) => (attack.click ? [{ what: attack.name, tried: [attack], click: true }] : [])),
];

describe.each(guardedMails)("$what in a mail", ({ tried, click }) => {
  beforeEach(() => write(...tried));

  it("reaches nothing from the inbox", () =>
    withPage(inbox.url, { click }, async (page) => {
      const title = `${sampleMail.subject} – Rehearsal inbox`;
      expect(await readStateLater(page)).toEqual({ title, name: "", url: inbox.url, requests: [] });
    }));

  it("reaches nothing from the gallery", async () => {
    const path = join(folder, "gallery.html");
    writeFileSync(path, renderGallery([{ name: "hostile", subject: "", text: "", html }]));
    const url = pathToFileURL(path).href;
    await withPage(url, { click }, async (page) => {
      expect(await readStateLater(page)).toEqual({ title: "Sample reports", name: "", url, requests: [] });
    });
  });
});

test("all that needs no click reaches nothing from a page of its own", async () => {
  write(...(guardedMails[0]?.tried ?? []));
  const url = `${inbox.url}mails/1/content.html`;
  await withPage(url, {}, async (page) => {
    expect(await readStateLater(page)).toEqual({ title: "", name: "", url, requests: [] });
  });
});
