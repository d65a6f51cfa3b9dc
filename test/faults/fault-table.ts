import { expectPart } from "../docs/generated-part";

/** What came of each fault of each call. */
export class FaultTable {
  readonly #columns: readonly string[];
  readonly #rows: readonly string[];
  readonly #cells = new Map<string, string>();

  constructor(columns: readonly { readonly name: string }[], rows: readonly { readonly name: string }[]) {
    this.#columns = columns.map(({ name }) => name);
    this.#rows = rows.map(({ name }) => name);
  }

  enter(column: string, row: string, outcome: string): void {
    this.#cells.set(`${row}/${column}`, outcome);
  }

  /** Compares it with a part of docs/reliability.md. A case that makes no sense is a dash. */
  expectAsDocumented(part: string): void {
    const lines = [
      ["", ...this.#columns],
      ["---", ...this.#columns.map(() => "---")],
      ...this.#rows.map((row) => [
        row,
        ...this.#columns.map((column) => this.#cells.get(`${row}/${column}`) ?? "–"),
      ]),
    ];
    const table = lines.map((cells) => `| ${cells.join(" | ")} |\n`.replace("|  |", "| |")).join("");
    expectPart("reliability.md", part, `${this.#cells.size} cases.\n\n${table}`);
  }
}
