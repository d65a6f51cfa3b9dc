import type { WireResponse } from "./wire/protocol";

/** What a fault does to a call. */
export type FaultEffect =
  /** IAM refuses the call, whatever the policies say. */
  | { readonly kind: "denied" }
  /** The service refuses it as one too many. */
  | { readonly kind: "throttled" }
  | { readonly kind: "error"; readonly code: string; readonly message: string; readonly status: number }
  /** Somebody else answers, or the service in a way that nobody expects. */
  | { readonly kind: "page"; readonly page: WireResponse }
  /** It is never answered. */
  | { readonly kind: "silence" }
  /** The connection is reset. */
  | { readonly kind: "reset" }
  /** The process that made it is killed. */
  | { readonly kind: "killed" };

/** Something that goes wrong with calls of a service. */
export interface Fault {
  /** The name that the calls are signed for, e.g. `dynamodb`. */
  readonly service: string;
  /** e.g. `PutItem`. @default every operation */
  readonly operation?: string;
  /** The first call that it meets, counted from 1 among those that fit. @default 1 */
  readonly from?: number;
  /** How many calls it meets. @default all that follow */
  readonly count?: number;
  /** `before`: the service never sees the call. `after`: it carries it out, and what is lost is the answer. */
  readonly when: "before" | "after";
  readonly effect: FaultEffect;
}

/** The faults of an account's services. Each counts the calls that fit it; the first that meets a call decides. */
export class Faults {
  readonly #faults = new Map<Fault, number>();
  #met = 0;

  /** How many calls met one so far. */
  get met(): number {
    return this.#met;
  }

  /** Adds a fault, which counts from now on; the answer mends it. */
  add(fault: Fault): () => void {
    const own = { ...fault };
    this.#faults.set(own, 0);
    return () => void this.#faults.delete(own);
  }

  /** What befalls this call, if anything. To be asked once for each call. */
  meet(call: { readonly service: string; readonly operation: string }): Fault | undefined {
    const fitting = [...this.#faults.keys()].filter(
      ({ service, operation = call.operation }) => service === call.service && operation === call.operation,
    );
    const meeting = fitting.filter((fault) => {
      const nth = (this.#faults.get(fault) ?? 0) + 1;
      this.#faults.set(fault, nth);
      const { from = 1, count = Number.POSITIVE_INFINITY } = fault;
      return nth >= from && nth < from + count;
    });
    if (meeting.length > 0) this.#met += 1;
    return meeting[0];
  }
}
