/** An answer as it goes over the wire. */
export interface WireResponse {
  readonly status: number;
  readonly contentType: string;
  /** Further headers. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Why a request is refused before any service sees it. */
export type Refusal =
  | "unsigned"
  | "unknown-key"
  | "bad-signature"
  | "access-denied"
  | "throttled"
  | "no-stand-in"
  | "broken-stand-in";

/** How a family of AWS services says things. */
export interface Protocol {
  /** The code and HTTP status of the errors that all services of the family share. */
  readonly refusals: Readonly<Record<Refusal, { readonly code: string; readonly status: number }>>;
  renderError(error: WireError): WireResponse;
}

export interface WireError {
  readonly code: string;
  readonly message: string;
  readonly status: number;
  readonly requestId: string;
}
