import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { renderGallery } from "./gallery/gallery-page";
import { readGoldenMails } from "./gallery/golden-mails";
import { writeWhole } from "./write-whole";

const projectDirectory = join(__dirname, "..");

/** Writes every golden mail into one page, and says where it is. */
function main(): void {
  const mails = readGoldenMails(join(projectDirectory, "test/lambda/golden"));
  const path = join(projectDirectory, "node_modules/.cache/gallery.html");
  writeWhole(path, renderGallery(mails));
  console.log(
    `${mails.length} golden mails, to open in a browser: ${pathToFileURL(path)}\n(${relative(process.cwd(), path)})`,
  );
}

main();
