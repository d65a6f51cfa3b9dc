import { randomInt } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server } from "node:net";
import { findFreePort } from "../../../local/rehearsal/free-port";

jest.mock("node:crypto", () => ({ ...jest.requireActual("node:crypto"), randomInt: jest.fn() }));

const actualRandomInt: typeof randomInt = jest.requireActual("node:crypto").randomInt;
const draw = jest.mocked(randomInt as (min: number, max: number) => number);
let taken: Server | undefined;
beforeEach(() =>
  draw.mockReset().mockImplementation(actualRandomInt as (min: number, max: number) => number),
);
afterEach(() => taken?.close());

async function occupy(port: number): Promise<void> {
  taken = createServer().listen(port, "127.0.0.1");
  await once(taken, "listening");
}

test("a port is none that the system gives to a connection by itself, and can be listened at", async () => {
  const port = await findFreePort();
  expect(port).toBeGreaterThanOrEqual(20_000);
  expect(port).toBeLessThan(32_768);
  await occupy(port);
});

test("a port at which somebody listens is passed over", async () => {
  const busy = await findFreePort();
  await occupy(busy);
  const free = await findFreePort();
  draw.mockReturnValueOnce(busy).mockReturnValueOnce(busy).mockReturnValueOnce(free);
  expect(await findFreePort()).toBe(free);
});

test("that none is free is said", async () => {
  const busy = await findFreePort();
  await occupy(busy);
  draw.mockReturnValue(busy);
  await expect(findFreePort()).rejects.toThrow(
    "of 100 ports of 127.0.0.1 between 20000 and 32768 none is free",
  );
});
