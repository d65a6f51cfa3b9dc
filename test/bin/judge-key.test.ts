import { judgeKey } from "../../bin/key/judge-key";
import { apiKeyPlaceholder } from "../../lambda/environment";

const usual = `sk-${"0123456789abcdef".repeat(4)}`;

test.each([
  ["a key", usual],
  ["one in white space", `\t ${usual} \r\n`],
  ["one in capitals", usual.toUpperCase()],
])("%s is taken", (_what, entered) => {
  expect(judgeKey(entered)).toEqual({ kind: "key", key: entered.trim() });
});

test.each([
  ["nothing", "", "Nothing was entered."],
  ["white space", " \n\t ", "Nothing was entered."],
  ["the placeholder", apiKeyPlaceholder, "placeholder"],
  ["two lines", `${usual}\n${usual}`, "more than one line"],
  ["a header", `Authorization: Bearer ${usual}`, "a whole header"],
  ["the word Bearer", `bearer ${usual}`, 'without the word "Bearer"'],
  ["JSON", `{"apiKey":"${usual}"}`, "JSON"],
  ["a quoted key", `"${usual}"`, "quotation marks"],
  ["an address", "https://acme.onlyoffice.com/portal-settings", "an address"],
  ["white space inside", `sk-0123 4567`, "no white space in it"],
  ["a letter beyond ASCII", `${usual}é`, "beyond ASCII"],
  ["a dash that a mail program has made longer", usual.replace("-", "–"), "beyond ASCII"],
  ["a control character", "sk-\u00070123", "beyond ASCII"],
])("%s is refused", (_what, entered, because) => {
  const judged = judgeKey(entered);
  expect(judged).toEqual({ kind: "refused", because: expect.stringContaining(because) });
  expect(JSON.stringify(judged)).not.toContain("0123");
});

test.each([
  ["a token", "tok_1234567890"],
  ["half a key", usual.slice(0, 35)],
])("%s is doubtful", (_what, entered) => {
  expect(judgeKey(entered)).toMatchObject({ kind: "doubtful", key: entered });
});
