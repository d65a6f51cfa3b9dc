/** Text that is HTML already. Nothing but {@link html} makes it, so that whatever is not has been escaped. */
class Html {
  readonly #source: string;

  private constructor(source: string) {
    this.#source = source;
  }

  toString(): string {
    return this.#source;
  }

  static write(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
    return new Html(strings.map((string, index) => string + render(parts[index] ?? "")).join(""));
  }
}

export type { Html };

type Part = string | Html | readonly Html[];

/** The one place where text becomes HTML: harmless in content and in quoted attributes. */
function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

function render(part: Part): string {
  if (typeof part === "string") return escapeHtml(part);
  return part instanceof Html ? part.toString() : part.join("\n");
}

/** A template whose literal parts are HTML; what is put in is escaped, unless it is {@link Html} itself. */
export const html = Html.write;
