/*
 * What Lambda's Node runtime finds wrong itself. The log tells an error by the name of its class, and whoever invoked the function by
 * its `name`: both are Lambda's.
 */

export class MalformedHandlerNameError extends Error {
  override name = "Runtime.MalformedHandlerName";
}

export class HandlerNotFoundError extends Error {
  override name = "Runtime.HandlerNotFound";
}

export class CallbackHandlerDeprecatedError extends Error {
  override name = "Runtime.CallbackHandlerDeprecated";
}

export class ImportModuleError extends Error {
  override name = "Runtime.ImportModuleError";
  constructor(original: unknown) {
    super(String(original));
  }
}

export class UserCodeSyntaxError extends Error {
  override name = "Runtime.UserCodeSyntaxError";
  constructor(original: SyntaxError) {
    super(String(original));
    this.stack = original.stack;
  }
}

export class JSONStringifyError extends Error {
  override name = "Runtime.JSONStringifyError";
  constructor() {
    super("Unable to stringify response body");
  }
}
