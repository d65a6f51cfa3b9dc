import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { renderGallery } from "../../../local/gallery/gallery-page";
import { readGoldenMails } from "../../../local/gallery/golden-mails";
import { runCommand } from "../../rehearsal/run-command";

const goldenDirectory = join(__dirname, "../../lambda/golden");

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "golden-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

describe("the golden mails", () => {
  it("are read by name, the subject apart from the text", () => {
    writeFileSync(join(directory, "b.txt"), "Subject: [OK] b\n\nOK: b\n\nNothing to do.\n");
    writeFileSync(join(directory, "b.html"), "<p>b");
    writeFileSync(join(directory, "a.txt"), "Subject: [OK] a\n\nOK: a\n");
    writeFileSync(join(directory, "a.html"), "<p>a");
    expect(readGoldenMails(directory)).toEqual([
      { name: "a", subject: "[OK] a", text: "OK: a\n", html: "<p>a" },
      { name: "b", subject: "[OK] b", text: "OK: b\n\nNothing to do.\n", html: "<p>b" },
    ]);
  });

  it("are refused without a subject, without a part, and where there are none", () => {
    expect(() => readGoldenMails(directory)).toThrow("holds no golden mails");
    writeFileSync(join(directory, "a.txt"), "OK: a\n");
    expect(() => readGoldenMails(directory)).toThrow(
      /a\.txt is no golden mail: expected a line "Subject: …"/,
    );
    writeFileSync(join(directory, "a.txt"), "Subject: a\n\nOK: a\n");
    expect(() => readGoldenMails(directory)).toThrow(/a\.html/);
  });
});

describe("the gallery", () => {
  it("shows a mail at two widths in sandboxed frames, and its text, without letting it out of any", () => {
    const hostile = `"></iframe></pre><script>alert(1)</script>&quot;`;
    const page = renderGallery([{ name: "a", subject: `[OK] ${hostile}`, text: hostile, html: hostile }]);
    const inside = "&quot;&gt;&lt;/iframe&gt;&lt;/pre&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;quot;";
    expect(page.match(/<iframe[^>]*>/g)).toEqual([
      `<iframe sandbox class="phone" srcdoc="${inside}" title="a, phone">`,
      `<iframe sandbox class="desk" srcdoc="${inside}" title="a, desk">`,
    ]);
    expect(page).toContain(`<pre>${inside}</pre>`);
    expect(page).not.toContain("<script");
    expect(page).toContain(
      `<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'; frame-src 'none'; base-uri 'none'; form-action 'none'">`,
    );
  });

  it("is a file with every golden mail, and the command says where", async () => {
    const { exitCode, stdout, stderr } = await runCommand(["npm", "run", "--silent", "gallery"]);
    expect([exitCode, stderr]).toEqual([0, ""]);
    const page = readFileSync(fileURLToPath(/file:\S+/.exec(stdout)?.[0] ?? ""), "utf8");
    const names = new Set(readdirSync(goldenDirectory).map((file) => file.replace(/\.\w+$/, "")));
    expect([...page.matchAll(/<section id="([^"]+)">/g)].map(([, name]) => name)).toEqual([...names].sort());
    expect(stdout).toContain(`${names.size} golden mails`);
  }, 30_000);
});
