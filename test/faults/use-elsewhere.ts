import { type SeenRequest, startServer } from "../lambda/portal/loopback-server";

/**
 * Another host than the portal and AWS, which nobody has a reason to ask, open while a file's tests run.
 * @returns its origin, and what it was asked in the test so far
 */
export function useElsewhere(): { readonly url: string; readonly requests: readonly SeenRequest[] } {
  let server: Awaited<ReturnType<typeof startServer>>;
  beforeAll(async () => {
    server = await startServer((_, response) => response.end("{}"));
  });
  afterAll(() => server.stop());
  beforeEach(() => {
    server.requests.length = 0;
  });
  return {
    get url() {
      return server.url;
    },
    get requests() {
      return server.requests;
    },
  };
}
