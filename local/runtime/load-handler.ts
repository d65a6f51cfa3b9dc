import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import {
  CallbackHandlerDeprecatedError,
  HandlerNotFoundError,
  ImportModuleError,
  MalformedHandlerNameError,
  UserCodeSyntaxError,
} from "./runtime-faults";

export type Handler = (event: unknown, context: object) => unknown;

/**
 * Loads the function that `_HANDLER` names, `<path>.<export>`, from the task root, as Lambda's Node runtime does.
 * @throws one of the runtime's own faults, or what the module itself throws
 */
export async function loadHandler(taskRoot: string, handlerName: string): Promise<Handler> {
  const [, modulePath, exportName] = /^((?:.*\/)?[^./]+)\.([^./]+)$/.exec(handlerName) ?? [];
  if (!modulePath || !exportName) throw new MalformedHandlerNameError("Bad handler");
  const loaded = await loadModule(resolve(taskRoot, modulePath));
  const handler = isRecord(loaded) ? loaded[exportName] || readField(loaded.default, exportName) : undefined;
  if (!handler) throw new HandlerNotFoundError(`${handlerName} is undefined or not exported`);
  if (!isHandler(handler)) throw new HandlerNotFoundError(`${handlerName} is not a function`);
  if (handler.length > 2) {
    throw new CallbackHandlerDeprecatedError(`${handlerName} takes a callback: it must be async.`);
  }
  return handler;
}

async function loadModule(pathWithoutExtension: string): Promise<unknown> {
  const paths = ["", ".js", ".mjs", ".cjs"].map((extension) => pathWithoutExtension + extension);
  const path = paths.find((candidate) => existsSync(candidate));
  try {
    if (path !== undefined) return await import(pathToFileURL(path).href);
    const require = createRequire(`${pathWithoutExtension}.js`);
    return require(require.resolve(basename(pathWithoutExtension)));
  } catch (error) {
    if (error instanceof SyntaxError) throw new UserCodeSyntaxError(error);
    if (readField(error, "code") === "MODULE_NOT_FOUND") throw new ImportModuleError(error);
    throw error;
  }
}

function readField(value: unknown, name: string): unknown {
  return isRecord(value) ? value[name] : undefined;
}

function isHandler(value: unknown): value is Handler {
  return typeof value === "function";
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return (typeof value === "object" || typeof value === "function") && value !== null;
}
