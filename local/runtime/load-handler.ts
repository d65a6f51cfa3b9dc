import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

export type Handler = (event: unknown, context: object) => unknown;

/** A fault that Lambda's Node runtime finds itself; `name` is Lambda's type for it. */
class RuntimeFault extends Error {
  constructor(name: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = name;
  }
}

/**
 * Loads the function that `_HANDLER` names, `<path>.<export>`, from the task root, as Lambda's Node runtime does.
 * @throws RuntimeFault or what the module itself throws.
 */
export async function loadHandler(taskRoot: string, handlerName: string): Promise<Handler> {
  const [, modulePath, exportName] = /^((?:.*\/)?[^./]+)\.([^./]+)$/.exec(handlerName) ?? [];
  if (!modulePath || !exportName) throw new RuntimeFault("Runtime.MalformedHandlerName", "Bad handler");
  const loaded = await loadModule(resolve(taskRoot, modulePath));
  const handler = isRecord(loaded) ? loaded[exportName] : undefined;
  if (!isHandler(handler)) {
    throw new RuntimeFault("Runtime.HandlerNotFound", `${handlerName} is undefined or not exported`);
  }
  if (handler.length > 2) {
    throw new RuntimeFault(
      "Runtime.CallbackHandlerDeprecated",
      `${handlerName} takes a callback: it must be async.`,
    );
  }
  return handler;
}

async function loadModule(pathWithoutExtension: string): Promise<unknown> {
  try {
    const modulePath = `${pathWithoutExtension}.mjs`;
    if (existsSync(modulePath)) return await import(pathToFileURL(modulePath).href);
    return createRequire(`${pathWithoutExtension}.js`)(pathWithoutExtension);
  } catch (error) {
    if (error instanceof SyntaxError) {
      const fault = new RuntimeFault("Runtime.UserCodeSyntaxError", String(error), { cause: error });
      fault.stack = error.stack;
      throw fault;
    }
    if (isRecord(error) && error.code === "MODULE_NOT_FOUND") {
      throw new RuntimeFault("Runtime.ImportModuleError", String(error), { cause: error });
    }
    throw error;
  }
}

function isHandler(value: unknown): value is Handler {
  return typeof value === "function";
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return (typeof value === "object" || typeof value === "function") && value !== null;
}
