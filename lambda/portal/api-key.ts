import { inspect } from "node:util";

/**
 * A portal's API key that cannot be printed by accident: as text, as JSON and in a log it reads `[API key]`.
 */
export class ApiKey {
  readonly #value: string;
  /** Whether there was white space around it where it came from. */
  readonly isPadded: boolean;

  constructor(value: string, isPadded = false) {
    this.#value = value;
    this.isPadded = isPadded;
  }

  /** The value of the `Authorization` header. Without the word `Bearer` the portal does not take it for a key. */
  get authorization(): string {
    return `Bearer ${this.#value}`;
  }

  equals(other: ApiKey): boolean {
    return this.#value === other.#value;
  }

  /** Takes the key out of a text that the portal sent back. */
  removeFrom(text: string): string {
    return text.replaceAll(this.#value, "[key removed]");
  }

  toString(): string {
    return "[API key]";
  }

  toJSON(): string {
    return "[API key]";
  }

  [inspect.custom](): string {
    return "[API key]";
  }
}

export type KeyProblem = "secret-unreadable" | "key-placeholder" | "key-malformed";

/** There is no usable API key. Names the secret and what is wrong with its value, never the value. */
export class ApiKeyError extends Error {
  override name = "ApiKeyError";
  readonly problem: KeyProblem;

  constructor(secretArn: string, problem: KeyProblem, said: string, options?: ErrorOptions) {
    super(`The API key cannot be read from the secret ${secretArn}: ${said}`, options);
    this.problem = problem;
  }
}

/** Where the key comes from. All calls throw {@link ApiKeyError} when there is none. */
export interface ApiKeySource {
  /** The key, kept from an earlier call where there was one. */
  read(untilMs: number): Promise<ApiKey>;
  /** The key as it is by now. */
  readAnew(untilMs: number): Promise<ApiKey>;
  /** Reads anew after the portal refused `refused`; undefined when the key is still that one. */
  readChanged(refused: ApiKey, untilMs: number): Promise<ApiKey | undefined>;
}
