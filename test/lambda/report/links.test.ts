import { linkLog } from "../../../lambda/report/links";
import { sampleFacts } from "./sample-facts";

const { origin } = sampleFacts();

/** What the console makes of a link to it. */
function read(link: string | undefined): { url: string; place: string } {
  const [url = "", place = ""] = (link ?? "").split("#");
  return { url, place: decodeURIComponent(decodeURIComponent(place.replaceAll("$", "%"))) };
}

describe("the link to the log", () => {
  it("leads to the lines of the invocation, by its request id", () => {
    const { url, place } = read(linkLog(origin));
    expect(url).toBe("https://eu-central-1.console.aws.amazon.com/cloudwatch/home?region=eu-central-1");
    expect(place).toBe(
      `logsV2:log-groups/log-group/${origin.logGroupName}/log-events/${origin.logStreamName}` +
        `?filterPattern="${origin.requestId}"`,
    );
  });

  it.each([
    ["aws-cn", "https://eu-central-1.console.amazonaws.cn/"],
    ["aws-us-gov", "https://eu-central-1.console.amazonaws-us-gov.com/"],
  ])("leads to the console of the partition %s", (partition, start) => {
    expect(linkLog({ ...origin, partition })).toContain(start);
  });

  it("is left out where no console is known", () => {
    expect(linkLog({ ...origin, partition: "aws-iso" })).toBeUndefined();
  });
});
