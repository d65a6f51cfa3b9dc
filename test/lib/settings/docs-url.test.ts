import { complainAboutDocsUrl } from "../../../lib/settings/docs-url";

describe("the place of the documentation", () => {
  it.each(["https://git.example.com/docs", `https://git.example.com/${"d".repeat(126)}`])(
    "may be %s",
    (text) => {
      expect(complainAboutDocsUrl(text)).toBeUndefined();
    },
  );

  it.each([
    ["http://git.example.com/docs", /not a https/],
    ["see:https://git.example.com/docs", /not a https/],
    ["https://git.example.com/docs and more", /not a https/],
    ["https://me@git.example.com/docs", /user name or password/],
    ["https://:secret@git.example.com/docs", /user name or password/],
    ["https://git.example.com/docs?ref=main", /query or fragment/],
    ["https://git.example.com/docs#readme", /query or fragment/],
    [`https://git.example.com/${"d".repeat(300)}`, /longer than/],
  ])("may not be %s", (text, complaint) => {
    expect(complainAboutDocsUrl(text)).toMatch(complaint);
  });
});
