import { refuseKeys } from "../../bin/key/refuse-keys";

const usual = `sk-${"0123456789abcdef".repeat(4)}`;

it.each([usual, `--key=${usual}`, usual.slice("sk-".length), `Bearer ${usual}`])(
  "%s looks like a key",
  (argument) => {
    expect(() => refuseKeys([argument])).toThrow("in the history of your shell now");
  },
);

it.each(["--name", "acme", "docspace-of-the-acme-company-example-com", "--force"])(
  "%s does not look like a key",
  (argument) => {
    expect(() => refuseKeys([argument])).not.toThrow();
  },
);

it.each(["helpdesk-portal", "task-manager", "a".repeat(40)])("%s may be a backup's name", (name) => {
  expect(() => refuseKeys(["--name", name])).not.toThrow();
});

it("a key is none, and is not repeated", () => {
  for (const args of [["--name", usual], [`--name=${usual}`], ["--nights", usual]]) {
    expect(() => refuseKeys(args)).toThrow("in the history");
    expect(() => refuseKeys(args)).not.toThrow(usual);
  }
});
