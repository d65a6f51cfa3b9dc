import type { Page } from "playwright-core";

/** Where a mail is, for the browser. Nothing is asked of any server. */
const mailUrl = "http://127.0.0.1/mail";

/**
 * Shows a mail's HTML as a page of its own.
 * @returns the addresses that the page asked for besides; none was answered
 */
export async function showMail(page: Page, html: string): Promise<readonly string[]> {
  const requests: string[] = [];
  await page.unrouteAll();
  await page.route("**/*", async (route) => {
    const url = route.request().url();
    if (url === mailUrl) return await route.fulfill({ body: html, contentType: "text/html; charset=utf-8" });
    requests.push(url);
    return await route.abort();
  });
  await page.goto(mailUrl, { waitUntil: "load" });
  return requests;
}
