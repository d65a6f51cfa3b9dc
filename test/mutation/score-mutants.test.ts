import { scoreMutants } from "./score-mutants";

function report(files: Record<string, readonly string[]>): string {
  const described = Object.entries(files).map(([file, statuses]) => [
    file,
    { mutants: statuses.map((status) => ({ status })) },
  ]);
  return JSON.stringify({ files: Object.fromEntries(described) });
}

describe("the table of scores", () => {
  const rows = (files: Record<string, readonly string[]>) =>
    scoreMutants(report(files)).split("\n").slice(2, -1);

  it("has a row for each folder and one for all, in which a timeout is a find and a survivor none", () => {
    const files = {
      "lambda/run/start.ts": ["Killed", "Killed", "Survived"],
      "lambda/key/secret-api-key.ts": ["Timeout"],
      "lambda/run/run.ts": ["NoCoverage"],
    };
    expect(rows(files)).toEqual([
      "| `lambda/key/` | 1 | 1 | 0 | 1 | 0 | 0 | 0 | 100.0 % |",
      "| `lambda/run/` | 2 | 4 | 2 | 0 | 1 | 1 | 0 | 50.0 % |",
      "| **all** | 3 | 5 | 2 | 1 | 1 | 1 | 0 | 60.0 % |",
    ]);
  });

  it("puts a file beside a folder of its name into that folder", () => {
    const files = { "lib/settings.ts": ["Killed"], "lib/settings/storage.ts": ["Survived"] };
    expect(rows(files)[0]).toBe("| `lib/settings/` | 2 | 2 | 1 | 0 | 1 | 0 | 0 | 50.0 % |");
  });

  it("gives no score for mutants that would not load or were left out", () => {
    expect(rows({ "lambda/clock.ts": ["RuntimeError", "Ignored"] })).toEqual([
      "| `lambda/` | 1 | 0 | 0 | 0 | 0 | 0 | 1 | - |",
      "| **all** | 1 | 0 | 0 | 0 | 0 | 0 | 1 | - |",
    ]);
  });

  it("is not made of anything else than a report", () => {
    expect(() => scoreMutants("{}")).toThrow("files");
  });
});
