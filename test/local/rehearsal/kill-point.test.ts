import { CommandLineError, parseCommandLine } from "../../../local/command-line";
import { parseKillPoint } from "../../../local/rehearsal/kill-point";

test.each([
  ["after:ses:SendEmail", { when: "after", service: "ses", operation: "SendEmail", nth: 1 }],
  ["before:dynamodb:PutItem:2", { when: "before", service: "dynamodb", operation: "PutItem", nth: 2 }],
  ["before:portal:POST:1", { when: "before", service: "portal", operation: "POST", nth: 1 }],
])("%s is understood, on the command line too", (text, killPoint) => {
  expect(parseKillPoint(text)).toEqual(killPoint);
  expect(parseCommandLine(["--kill-at", text], {}, false)).toMatchObject({ killAt: killPoint });
});

test.each([
  ["during:ses:SendEmail", /expected before or after/],
  ["after:ses", /expected before or after, a service/],
  ["after:s3:PutObject", /"s3" is not called; expected one of dynamodb, portal/],
  ["after:dynamodb:SendEmail", /dynamodb has no "SendEmail"; expected one of GetItem/],
  ["after:ses:SendEmail:0", /expected before or after/],
])("%s is refused with what to write instead", (text, message) => {
  const read = () => parseCommandLine(["--kill-at", text], {}, false);
  expect(read).toThrow(CommandLineError);
  expect(read).toThrow(message);
  expect(read).toThrow("for example --kill-at after:scheduler:CreateSchedule:2");
});

test("a real portal's backup is not put at risk by a kill", () => {
  const args = ["--portal", "https://acme.example", "--kill-at", "after:ses:SendEmail"];
  expect(() => parseCommandLine(args, { DOCSPACE_API_KEY: "sk-1" }, false)).toThrow(
    "--kill-at does not go with --portal",
  );
});
