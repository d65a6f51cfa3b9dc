import { answerInvalidNames } from "./invalid-names";

/*
 * Loaded by `node --require` ahead of whichever client of the Runtime API runs the function: what an execution environment of
 * the rehearsal has around it. It ends when the process that started it does.
 */
process.once("disconnect", () => process.exit());
process.channel?.unref();
answerInvalidNames();
