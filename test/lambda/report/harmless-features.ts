/**
 * What a mail may use although some program does not, or not wholly, support it: each is an ornament without which the
 * mail still reads well, or is used only as far as it is supported. Programs that know it wholly are not listed.
 *
 * @see https://www.caniemail.com
 */
export const harmless: Record<string, readonly string[]> = {
  // Replaced by a <div> with the same attributes, or dropped. What the mail needs is on its outer table too.
  "<body> element": [
    "gmail.android",
    "gmail.desktop-webmail",
    "gmail.ios",
    "gmail.mobile-webmail",
    "outlook.android",
    "outlook.ios",
    "outlook.macos",
    "outlook.outlook-com",
  ],
  // Only the dark scheme is in it, and in the head, where it is supported. Without it the mail stays light.
  "<style> element": [
    "gmail.android",
    "gmail.desktop-webmail",
    "gmail.ios",
    "gmail.mobile-webmail",
    "outlook.windows",
  ],
  // The dark scheme. Where it is not known, or is known in part, the mail stays light or is darkened by the program itself.
  "@media": [
    "gmail.android",
    "gmail.desktop-webmail",
    "gmail.ios",
    "gmail.mobile-webmail",
    "outlook.android",
    "outlook.ios",
    "outlook.outlook-com",
    "outlook.windows",
  ],
  // Not on tables for Outlook on a Mac; the mail aligns cells alone, where it works.
  "align attribute": ["outlook.macos"],
  // Only colours for Outlook on Windows; the mail has no other backgrounds.
  background: ["outlook.windows"],
  // Up to 8px for Outlook on Windows, and unsure on blocks, where it is a thin line below a heading.
  border: ["outlook.windows"],
  // Corners are not rounded.
  "border-radius": ["outlook.windows"],
  // Only `inline-block` is used, so that the status has its colour behind its word; otherwise it has it behind the line.
  display: ["gmail.android", "gmail.ios", "outlook.windows"],
  // Not in `rem`; all sizes are in `px`.
  "font-size": ["outlook.windows"],
  // Not by number; `bold` and `normal` are words.
  "font-weight": ["outlook.windows"],
  // Not on blocks; it is on cells.
  "height property": ["outlook.windows"],
  // Lines stand a little closer or wider.
  "line-height": ["outlook.windows"],
  // Not below zero; none is.
  margin: [
    "gmail.android",
    "gmail.desktop-webmail",
    "gmail.ios",
    "gmail.mobile-webmail",
    "outlook.android",
    "outlook.ios",
    "outlook.outlook-com",
    "outlook.windows",
  ],
  // On tables alone, which is where it is.
  "max-width": ["apple-mail.ios", "outlook.windows"],
  // On cells alone for Outlook on Windows; blocks stand without room around their words there.
  padding: ["outlook.windows"],
  // The nights of the picture are as wide as their words.
  "table-layout": ["gmail.mobile-webmail", "outlook.windows"],
  // Links are underlined in any case.
  "text-decoration": ["gmail.android", "gmail.ios", "outlook.windows"],
  // The same width is given as an attribute and as a style, and to tables and cells.
  "width attribute": ["outlook.windows"],
  "width property": ["outlook.windows"],
  // Long words break anywhere in place of nowhere, which is what it is for.
  "word-break": [
    "apple-mail.ios",
    "apple-mail.macos",
    "gmail.android",
    "gmail.ios",
    "gmail.mobile-webmail",
    "outlook.android",
    "outlook.ios",
    "outlook.macos",
    "outlook.outlook-com",
  ],
};
