import type { Access } from "./access";
import type { Answer } from "./answer";
import type { Call } from "./call";

/** One call of the API. A `:id` at the end of `path` stands for one segment, which `answer` is given. */
export interface Route {
  readonly method: "GET" | "POST" | "DELETE";
  readonly path: string;
  readonly access: Access;
  readonly answer: (call: Call, id: string) => Answer;
}
