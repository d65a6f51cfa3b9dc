import fc from "fast-check";
import { parse, type DefaultTreeAdapterTypes as Tree } from "parse5";
import { quote } from "../../../lambda/outside-text";
import { writeMail } from "../../../lambda/report/deliver";
import type { ReportFacts } from "../../../lambda/report/facts";
import { failedBy, sampleFacts, verifiedWith } from "./sample-facts";

/** What portals, names of files and folders might hold to break out of a mail. */
const poison = fc.constantFrom(
  "<script>alert(1)</script>",
  "<img src=https://evil.example/x onerror=alert(1)>",
  "</td></tr></table></body></html>",
  "</title><style>*{display:none}</style>",
  "<!--",
  "]]>",
  '" onmouseover="alert(1)',
  "\r\nBcc: evil@example.com\r\n\r\n",
  "\u202egnp.exe",
  "\u2066\u200b\ufeff",
  "\u0000\u0007\u001b[31m",
  "\ud800",
  "&lt;script&gt;",
  "sk-0123456789abcdef",
  "https://s3.example/a?X-Amz-Signature=abcdef",
  "x".repeat(1_000_000),
);
const words = fc
  .array(fc.oneof(poison, fc.string({ unit: "binary", maxLength: 30 })), { maxLength: 5 })
  .map((parts) => parts.join(""));

/** A report in which everything says what the portal said, which is made a quote where its answers are read. */
function listReports(said: string): ReportFacts[] {
  const told = quote(said);
  const verified = verifiedWith([{ kind: "portal-warning", said: told }]);
  if (verified.verdict !== "verified") throw new Error("not verified");
  const fields = {
    taskId: told,
    storage: told,
    notes: [{ kind: "start-unanswered", said: told } as const],
    portalHost: told,
    backupName: told,
    runId: told,
  };
  return [
    sampleFacts({ ...verified, archive: { ...verified.archive, fileName: told } }, fields),
    sampleFacts(failedBy({ stage: "start", code: "portal-refused", httpStatus: 403, said: told }), fields),
  ];
}

/** Names of the elements and attributes of a page. */
function listNames(node: Tree.Node): string[] {
  const own = "tagName" in node ? [node.tagName, ...node.attrs.map(({ name }) => `@${name}`)] : [];
  return "childNodes" in node ? [...own, ...node.childNodes.flatMap(listNames)] : own;
}

const harmless = new Set(listReports("word").flatMap((facts) => listNames(parse(writeMail(facts).html))));

test("whatever a portal says, the mail has no other elements and attributes, no control characters and no second line of subject", () => {
  fc.assert(
    fc.property(words, (said) => {
      for (const facts of listReports(said)) {
        const { subject, text, html } = writeMail(facts);
        expect(subject).toMatch(/^\[(WARNING|FAILED)\] DocSpace backup [\x20-\x7e]+$/);
        expect(subject.length).toBeLessThanOrEqual(100);
        expect(listNames(parse(html)).filter((name) => !harmless.has(name))).toEqual([]);
        expect(html.length).toBeLessThan(100_000);
        for (const part of [text, html]) {
          expect(part.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\u00a0\u202f]/u);
          expect(part).not.toContain("sk-0123456789");
          expect(part).not.toContain("X-Amz-Signature");
        }
      }
    }),
    { numRuns: 60 },
  );
});
