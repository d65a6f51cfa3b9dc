import { mkdirSync } from "node:fs";
import { join, relative } from "node:path";

const projectDirectory = join(__dirname, "../..");
const directory = join(projectDirectory, "node_modules/.cache/browser-pictures");

/** Where a picture for a person to look at goes; its directory is there. */
export function nameForPicture(name: string): string {
  mkdirSync(directory, { recursive: true });
  return join(directory, `${name}.png`);
}

/** Says where the pictures are. */
export function announcePictures(): void {
  process.stdout.write(`Pictures to look at: ${relative(projectDirectory, directory)}\n`);
}
