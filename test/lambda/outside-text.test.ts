import { describeError, maxQuoteLength, quote } from "../../lambda/outside-text";

describe("a quote", () => {
  it.each([
    ["line\r\nbreaks\tand   spaces", "line breaks and spaces"],
    ["nul\u0000 and escape \u001b[31mred", "nul and escape [31mred"],
    ["turned \u202eround\u2066 and hid\u200bden", "turned round and hid den"],
    ["a lone \ud800 surrogate", "a lone surrogate"],
    ["Größe 大きさ 😀 stays", "Größe 大きさ 😀 stays"],
    [`the key sk-${"0a".repeat(32)} is bad`, "the key [key removed] is bad"],
    [
      "see https://s3.example/file.tar?X-Amz-Signature=abc&b=c now",
      "see https://s3.example/file.tar?[removed] now",
    ],
    ["see https://s3.example/file.tar?abcdef now", "see https://s3.example/file.tar?[removed] now"],
    ["GET https://me:secret@s3.example/x failed", "GET https://[removed]@s3.example/x failed"],
    ["GET /file.tar?sig=abc&b=c failed", "GET /file.tar?[removed] failed"],
    ["GET /file.tar?=abc failed", "GET /file.tar?[removed] failed"],
    ["is it full? yes", "is it full? yes"],
    ["why? because a=b", "why? because a=b"],
    ["the key sk-abc123 is bad, sk-abcde is none", "the key [key removed] is bad, sk-abcde is none"],
    ["glued_sk-0123456789abcdef to a word", "glued_[key removed] to a word"],
    ["task-0123456789abcde is no key", "task-0123456789abcde is no key"],
    ["ask-me is no key", "ask-me is no key"],
    ["<script>alert(1)</script>", "<script>alert(1)</script>"],
  ])("of %j is %j", (text, expected) => {
    expect(quote(text)).toBe(expected);
  });

  it("is cut where it is too long, and a megabyte is no burden", () => {
    const cut = quote("word ".repeat(200_000));
    expect(cut.length).toBeLessThanOrEqual(maxQuoteLength);
    expect(cut.endsWith("…")).toBe(true);
    expect(quote("x".repeat(maxQuoteLength))).toBe("x".repeat(maxQuoteLength));
  });
});

describe("the time that a quote takes", () => {
  it.each(["a", "?", "://", "sk-", "://a?", "?=", "\u200b", "<title"])(
    "does not grow with the square of the length, whatever is repeated: %j",
    (piece) => {
      const text = piece.repeat(8_000_000 / piece.length);
      // The processor's time: what else the machine does counts for nothing.
      const before = process.cpuUsage();
      for (let times = 0; times < 5; times++) quote(text);
      expect(process.cpuUsage(before).user / 1000).toBeLessThan(1_500);
    },
  );
});

describe("what an error says", () => {
  it("tells its causes, once each", () => {
    const cause = new Error("connect ECONNREFUSED", { cause: new Error("connect ECONNREFUSED") });
    expect(describeError(new TypeError("fetch failed", { cause }))).toBe(
      "fetch failed: connect ECONNREFUSED",
    );
  });

  it("names the first of several that it consists of", () => {
    const errors = ["connect ECONNREFUSED ::1:443", "connect ECONNREFUSED 127.0.0.1:443"].map(
      (message) => new Error(message),
    );
    expect(describeError(new TypeError("fetch failed", { cause: new AggregateError(errors) }))).toBe(
      "fetch failed: AggregateError: connect ECONNREFUSED ::1:443",
    );
  });

  it("is its name where it has no message, and itself where it is no error", () => {
    expect(describeError(new AggregateError([]))).toBe("AggregateError");
    expect(describeError("plain words")).toBe("plain words");
    expect(describeError(new Error("outer", { cause: "inner" }))).toBe("outer: inner");
  });

  it("has four causes at most, of which each is told once", () => {
    const chain = ["1", "2", "2", "3", "4", "5"].reduceRight<Error | undefined>(
      (cause, message) => new Error(message, { cause }),
      undefined,
    );
    expect(describeError(chain)).toBe("1: 2: 3");
  });

  it("does not follow causes without end", () => {
    const error = new Error("again");
    error.cause = error;
    expect(describeError(error)).toBe("again");
  });
});
