import { settle } from "../../lambda/settled";

it("tells what became of a promise, its value or its error, and never rejects", async () => {
  const error = new Error("no");
  expect(await settle(Promise.resolve(3))).toEqual({ value: 3 });
  expect(await settle(Promise.reject(error))).toEqual({ error });
  expect((await settle(Promise.reject("a text"))).error?.message).toBe("a text");
});
