import { listNames } from "../../bin/terminal/list-names";

test("a few names are all listed, of many the first five", () => {
  expect(listNames(["a", "b"])).toBe("a, b");
  expect(listNames(["a", "b", "c", "d", "e", "f", "g"])).toBe("a, b, c, d, e and 2 more");
});
