import type { WireResponse } from "../service";

/** Why a request is refused before any service sees it. */
export type Refusal =
  | "unsigned"
  | "unknown-key"
  | "bad-signature"
  | "access-denied"
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
