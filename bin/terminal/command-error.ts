/** A command cannot go on. The message says to a person why, and what to do about it. */
export class CommandError extends Error {
  override name = "CommandError";
}
