import dns from "node:dns";
import { lookUpPublic, refuseOwnAddress } from "../../../lambda/portal/public-address";

const lookUp = (name: string) =>
  new Promise((resolve, reject) => {
    lookUpPublic(name, {}, (error, found) => (error ? reject(error) : resolve(found)));
  });

describe("the look-up of a name", () => {
  it("finds a public address", async () => {
    expect(await lookUp("192.0.2.1")).toEqual([{ address: "192.0.2.1", family: 4 }]);
  });

  it("fails for one of the function's own surroundings, and for a name that does not exist", async () => {
    await expect(lookUp("127.0.0.9")).rejects.toThrow("loopback or link-local");
    await expect(lookUp("nowhere.invalid")).rejects.toThrow(/ENOTFOUND|EAI_AGAIN/);
  });

  it("fails for a name that leads to one of them beside others", async () => {
    const found = [
      { address: "192.0.2.1", family: 4 },
      { address: "::1", family: 6 },
    ];
    const answer = (_: string, __: object, callback: (error: null, found: dns.LookupAddress[]) => void) =>
      callback(null, found);
    const spy = jest.spyOn(dns, "lookup").mockImplementation(answer as unknown as typeof dns.lookup);
    await expect(lookUp("both.example.com")).rejects.toThrow("loopback or link-local");
    spy.mockRestore();
  });
});

describe("a host", () => {
  it.each([
    "192.0.2.1",
    "[2001:db8::1]",
    "storage.example.com",
    "127.0.0.1.example.com",
    "localhost.example.com",
  ])("that is no address of the function's own surroundings may be asked: %s", (host) => {
    expect(() => refuseOwnAddress(new URL(`https://${host}/`))).not.toThrow();
  });
});
