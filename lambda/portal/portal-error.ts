/** Why there is no connection: the host has no address, shows no certificate to be trusted, or does not accept. */
export type Unreachable = "name" | "certificate" | "connection";

/**
 * What went wrong with a request to the portal, by what may be concluded from it.
 * `said` is a quote (see `quote`) and may be empty.
 */
export type Trouble =
  /** No connection was made: the portal certainly did not process the request. */
  | { readonly kind: "unreachable"; readonly reason: Unreachable; readonly said: string }
  /** The request was (or may have been) sent and no whole answer came: it may have been processed. */
  | { readonly kind: "unanswered"; readonly said: string }
  /** The portal, or the proxy in front of it, refused: 3xx or 4xx. Certainly not processed. */
  | { readonly kind: "refused"; readonly status: number; readonly said: string }
  /** 429: certainly not processed, and welcome later. */
  | { readonly kind: "rate-limited"; readonly said: string; readonly retryAfterMs?: number }
  /** 5xx, from the portal or its proxy: it may have been processed. */
  | { readonly kind: "failing"; readonly status: number; readonly said: string }
  /** A 200 that is HTML, not JSON, too large or of another shape: it may have been processed. */
  | { readonly kind: "unreadable"; readonly said: string; readonly tooLarge?: true };

const words: Record<Trouble["kind"], string> = {
  unreachable: "could not be reached",
  unanswered: "did not answer",
  refused: "refused",
  "rate-limited": "refused: too many requests",
  failing: "failed",
  unreadable: "answered something unreadable",
};

/** A request to the portal that did not bring the answer. Carries neither headers nor bodies, so never the key. */
export class PortalError extends Error {
  override name = "PortalError";
  readonly trouble: Trouble;

  /** @param request method and path without its query, for example `GET /api/2.0/backup/getbackupprogress` */
  constructor(request: string, trouble: Trouble) {
    const status = "status" in trouble ? ` with HTTP ${trouble.status}` : "";
    const said = trouble.said === "" ? "" : `: ${trouble.said}`;
    super(`${request}: the portal ${words[trouble.kind]}${status}${said}`);
    this.trouble = trouble;
  }

  /** The HTTP status, where the portal refused or failed. */
  get status(): number | undefined {
    return "status" in this.trouble ? this.trouble.status : undefined;
  }

  /** Whether it is certain that the portal did nothing, so that even a paid request may be sent again. */
  get certainlyNotProcessed(): boolean {
    return ["unreachable", "refused", "rate-limited"].includes(this.trouble.kind);
  }

  /** Whether the same request may succeed in a moment. What was too large then would only be read once more. */
  get mayPass(): boolean {
    const { trouble } = this;
    return trouble.kind !== "refused" && !("tooLarge" in trouble);
  }
}
