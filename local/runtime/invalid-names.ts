import dns from "node:dns";

/**
 * Answers for names that end in `.invalid`, which never exist, at once and as the network would. Nothing of a rehearsal
 * leaves this machine, and a question that the network loses would cost seconds of real time.
 * @see https://www.rfc-editor.org/rfc/rfc6761#section-6.4
 */
export function answerInvalidNames(): void {
  const lookup = new Proxy(dns.lookup, {
    apply(lookUp, self, parameters: unknown[]) {
      const name = parameters[0];
      const callback = parameters.at(-1);
      if (typeof name === "string" && name.endsWith(".invalid") && typeof callback === "function") {
        process.nextTick(callback, createNotFound(name));
        return {};
      }
      return Reflect.apply(lookUp, self, parameters);
    },
  });
  Object.assign(dns, { lookup });
}

function createNotFound(hostname: string): Error {
  const details = { errno: -3008, code: "ENOTFOUND", syscall: "getaddrinfo", hostname };
  return Object.assign(new Error(`getaddrinfo ENOTFOUND ${hostname}`), details);
}
