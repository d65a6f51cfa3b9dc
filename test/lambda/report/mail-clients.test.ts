import { join } from "node:path";
import { caniemail, rawData } from "caniemail";
import { HtmlValidate } from "html-validate";
import { parse, type DefaultTreeAdapterTypes as Tree } from "parse5";
import { readGoldenMails } from "../../../local/gallery/golden-mails";
import { harmless } from "./harmless-features";

/** caniemail knows what Outlook.com supports and does not ask for it; the discontinued Windows Mail lends its place. */
for (const { stats } of rawData.data) stats.outlook["windows-mail"] = stats.outlook["outlook-com"];

/** The features that some program does not wholly support, each with the programs. */
function listUnsupported(html: string): Map<string, Set<string>> {
  const { issues } = caniemail({ clients: ["gmail.*", "outlook.*", "apple-mail.*"], html });
  const found = new Map<string, Set<string>>();
  for (const [client, features] of [...issues.errors, ...issues.warnings]) {
    for (const { title } of features) {
      const programs = found.get(title) ?? new Set();
      found.set(title, programs.add(client.replace("windows-mail", "outlook-com")));
    }
  }
  return found;
}

/** What a page on the web should not do, and a mail has to. */
const unusual: Record<string, string> = {
  "no-deprecated-attr": "Outlook on Windows takes the layout of tables from attributes, and not from styles.",
  "no-inline-style": "Gmail drops whole style sheets on some ways, and never the style of an element.",
  "prefer-tbody": "Parsers add the bodies of tables by themselves; here they would be bytes without a use.",
};

const validator = new HtmlValidate({
  root: true,
  extends: ["html-validate:recommended"],
  rules: {
    "doctype-style": ["error", { style: "lowercase" }],
    // The title is the subject.
    "long-title": ["error", { maxlength: 100 }],
  },
});

function listComplaints(html: string): { rule: string; message: string }[] {
  return validator
    .validateStringSync(html)
    .results.flatMap(({ messages }) =>
      messages.map(({ ruleId, message, selector }) => ({ rule: ruleId, message: `${message}: ${selector}` })),
    );
}

function listElements(node: Tree.Node): Tree.Element[] {
  const children = "childNodes" in node ? node.childNodes.flatMap(listElements) : [];
  return "tagName" in node ? [node, ...children] : children;
}

/** Everything in a mail that could run, load or send something; links are for people and do nothing by themselves. */
function listActive(html: string): string[] {
  return listElements(parse(html)).flatMap(({ tagName, attrs, childNodes }) => {
    const own = /^(?:a|b|body|br|h[1-6]|head|html|i|meta|p|span|strong|style|table|tbody|td|th|title|tr)$/;
    const styles = [
      ...attrs.filter(({ name }) => name === "style").map(({ value }) => value),
      ...(tagName === "style" ? childNodes.map((child) => ("value" in child ? child.value : "")) : []),
    ];
    return [
      ...(own.test(tagName) ? [] : [`<${tagName}>`]),
      ...attrs.flatMap(({ name, value }) => {
        const isLink = tagName === "a" && name === "href" && /^(?:https?:\/\/|mailto:)/.test(value);
        const isActive = /^(?:on.*|href|src|srcset|background|http-equiv|ping)$/.test(name) && !isLink;
        return isActive ? [`${tagName} ${name}="${value}"`] : [];
      }),
      ...styles.filter((style) => /url\(|@import|expression\(/i.test(style)),
    ];
  });
}

const mails = readGoldenMails(join(__dirname, "..", "golden")).map(({ name, html }) => ({
  name,
  html,
  unsupported: listUnsupported(html),
  complaints: listComplaints(html),
}));

describe.each(mails)("the mail $name", ({ html, unsupported, complaints }) => {
  it("uses nothing that Gmail, Outlook or Apple Mail would spoil", () => {
    const spoilt = [...unsupported].flatMap(([feature, programs]) =>
      [...programs]
        .filter((program) => harmless[feature]?.includes(program) !== true)
        .map((program) => `${feature} in ${program}`),
    );
    expect(spoilt).toEqual([]);
  });

  it("is valid, but for what a mail has to do otherwise", () => {
    expect(complaints.filter(({ rule }) => !(rule in unusual))).toEqual([]);
  });

  it("runs, loads and sends nothing, and is smaller than 100 KB", () => {
    expect(listActive(html)).toEqual([]);
    expect(Buffer.byteLength(html)).toBeLessThan(100_000);
  });
});

describe("what is let pass", () => {
  it("is needed, each feature for each program", () => {
    const found = mails.flatMap(({ unsupported }) => [...unsupported]);
    const needed = Object.keys(harmless).map((feature) => {
      const programs = found.flatMap(([title, some]) => (title === feature ? [...some] : []));
      return [feature, [...new Set(programs)].sort()];
    });
    expect(Object.fromEntries(needed)).toEqual(harmless);
  });

  it("is needed, each rule", () => {
    const broken = new Set(mails.flatMap(({ complaints }) => complaints.map(({ rule }) => rule)));
    expect(Object.keys(unusual).filter((rule) => !broken.has(rule))).toEqual([]);
  });
});

describe("a mail that is not so", () => {
  it("uses what some program spoils", () => {
    expect(listUnsupported('<p style="position:fixed">x').get("position")).toContain("outlook.outlook-com");
  });

  it("is not valid", () => {
    const [complaint] = listComplaints(
      "<!doctype html><html lang='en'><head><title>x</title></head><p><div>",
    );
    expect(complaint).toBeDefined();
  });

  it.each([
    ["<script>1</script>", "<script>"],
    ['<img src="https://example.com/a.png">', "<img>"],
    ['<p onclick="go()">', 'p onclick="go()"'],
    ['<a href="javascript:go()">', 'a href="javascript:go()"'],
    ['<td background="a.png">', 'td background="a.png"'],
    ['<p style="background:url(a.png)">', "background:url(a.png)"],
    ['<style>@import "a.css"</style>', '@import "a.css"'],
    ['<meta http-equiv="refresh" content="0;url=a">', 'meta http-equiv="refresh"'],
  ])("holds %s", (html, found) => {
    expect(listActive(`<table><tr>${html}`)).toEqual(
      expect.arrayContaining([expect.stringContaining(found)]),
    );
  });
});
