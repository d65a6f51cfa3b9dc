import { mkdirSync } from "node:fs";
import { join, relative } from "node:path";
import { readGoldenMails } from "../../local/gallery/golden-mails";
import { openChromium } from "./chromium";
import { showMail } from "./mail-page";

const projectDirectory = join(__dirname, "../..");
const directory = join(projectDirectory, "docs/pictures");

/** The pictures of the README, each of a golden mail. */
const pictures: Record<string, string> = { ok: "ok", failed: "failed-key-refused" };

const widthPx = 720;

/** Takes the README's pictures anew, as a mail program on a desk would show the mails. */
async function main(): Promise<void> {
  const mails = readGoldenMails(join(projectDirectory, "test/lambda/golden"));
  mkdirSync(directory, { recursive: true });
  const browser = await openChromium();
  try {
    const page = await browser.newPage({ viewport: { width: widthPx, height: 900 }, colorScheme: "light" });
    for (const [picture, name] of Object.entries(pictures)) {
      const mail = mails.find((candidate) => candidate.name === name);
      if (mail === undefined)
        throw new Error(`there is no golden mail ${name}: expected one for the picture ${picture}`);
      await showMail(page, mail.html);
      // The last section is links, of which a picture is of no use.
      const links = await page.locator("h2").last().boundingBox();
      if (links === null)
        throw new Error(`the mail ${name} has no sections: expected the last one to hold links`);
      const path = join(directory, `${picture}.png`);
      await page.screenshot({ path, fullPage: true, clip: { x: 0, y: 0, width: widthPx, height: links.y } });
      console.log(relative(projectDirectory, path));
    }
  } finally {
    await browser.close();
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
