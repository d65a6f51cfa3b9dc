import { parseUrl } from "../../../lib/settings/parse-url";

test("an address with letters beyond ASCII is one, however often it is asked", () => {
  for (let times = 0; times < 20_000; times++)
    expect(parseUrl("https://b\u00fccher.example")?.hostname === "xn--bcher-kva.example").toBe(true);
});

test("a text that is no address is none", () => {
  expect(parseUrl("https://")).toBeUndefined();
});
