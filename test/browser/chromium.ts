import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { type Browser, chromium } from "playwright-core";

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Finds the browser that shows the mails.
 * @returns what the environment variable CHROMIUM names, or else `chromium` of the PATH
 * @throws Error that says how to install it
 */
export function findChromium(environment: NodeJS.ProcessEnv): string {
  const { CHROMIUM, PATH = "" } = environment;
  const candidates = CHROMIUM ? [CHROMIUM] : PATH.split(delimiter).map((folder) => join(folder, "chromium"));
  const found = candidates.find(isProgram);
  if (found !== undefined) return found;
  throw new Error(
    `${CHROMIUM ? `CHROMIUM is "${CHROMIUM}", which is no program` : "There is no chromium on the PATH"}. ` +
      "To install it on Debian or Ubuntu: sudo apt-get install chromium. " +
      "Any other Chromium or Chrome will do, such as: CHROMIUM=/usr/bin/google-chrome npm run test:browser",
  );
}

/** Starts a browser that reaches nothing but this machine, and asks for nothing by itself. */
export async function openChromium(): Promise<Browser> {
  return await chromium.launch({
    executablePath: findChromium(process.env),
    args: [
      "--no-sandbox",
      "--disable-background-networking",
      "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    ],
    timeout: 30_000,
  });
}
