import type { Scenario } from "./scenario";

/** What can keep the function from saying anything: only Lambda can tell of it, and an alarm. */
export const functionScenarios: readonly Scenario[] = [
  {
    name: "time-out",
    summary: "the function hangs before it has done anything, until Lambda ends it",
    // The timer keeps the process alive: with nothing to come any more it would end by itself.
    appendedCode: "module.exports = { handler: () => new Promise(() => setInterval(() => {}, 1000)) };",
    arrange: () => undefined,
  },
  {
    name: "out-of-memory",
    summary: "the function needs more memory than it has, and Lambda kills it",
    appendedCode: "module.exports = { handler: async () => Buffer.alloc(320 * 2 ** 20, 1).length };",
    arrange: () => undefined,
  },
  {
    name: "crash",
    summary: "the function's code cannot be loaded",
    appendedCode: 'throw new Error("This bundle is broken.");',
    arrange: () => undefined,
  },
];
