import { inspect } from "node:util";

/**
 * A portal's link to a finished archive. It opens the whole portal's data, some without a login, so it cannot be
 * printed by accident: as text, as JSON and in a log it reads `[download link]`.
 */
export class DownloadLink {
  readonly #href: string;

  constructor(href: string) {
    this.#href = href;
  }

  /**
   * Whether it is a path within the portal, where it needs the API key; another one is proof enough by itself. One that begins
   * with two slashes is a path, too, to another host.
   */
  isPathWithin(portalUrl: string): boolean {
    return this.#href.startsWith("/") && this.resolve(portalUrl)?.origin === new URL(portalUrl).origin;
  }

  /** Where it leads; undefined if it is no link. */
  resolve(portalUrl: string): URL | undefined {
    return URL.canParse(this.#href, portalUrl) ? new URL(this.#href, portalUrl) : undefined;
  }

  toString(): string {
    return "[download link]";
  }

  toJSON(): string {
    return "[download link]";
  }

  [inspect.custom](): string {
    return "[download link]";
  }
}
