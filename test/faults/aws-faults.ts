import type { FaultEffect } from "../../local/aws/faults";

/** Something that goes wrong with a call of AWS, each time that it is made. */
export interface AwsFault {
  /** As the table calls it. */
  readonly name: string;
  readonly when: "before" | "after";
  readonly effect: FaultEffect;
}

const page = (status: number, contentType: string, body: string): FaultEffect => ({
  kind: "page",
  page: { status, contentType, body },
});

const html = "<!DOCTYPE html><html><body>We will be back soon</body></html>";

/** Right at its outside for each of the services, and wrong inside. */
const wrongTypes = JSON.stringify({ SecretString: 7, Item: { kind: "active" }, Items: 7, ScheduleArn: [] });

/** @param elsewhere the origin of a host that is not AWS's */
export function listAwsFaults(elsewhere: string): readonly AwsFault[] {
  const redirect: FaultEffect = {
    kind: "page",
    page: { status: 307, contentType: "text/plain", headers: { location: `${elsewhere}/` }, body: "" },
  };
  return [
    { name: "denied", when: "before", effect: { kind: "denied" } },
    { name: "throttled", when: "before", effect: { kind: "throttled" } },
    {
      name: "500",
      when: "before",
      effect: { kind: "error", code: "InternalFailure", message: "The service is not well.", status: 500 },
    },
    { name: "502, a page", when: "before", effect: page(502, "text/html", html) },
    { name: "200, a page", when: "before", effect: page(200, "text/html", html) },
    { name: "200, empty", when: "before", effect: page(200, "application/x-amz-json-1.0", "") },
    { name: "cut short", when: "after", effect: page(200, "application/x-amz-json-1.0", '{"Item":{"ki') },
    { name: "wrong types", when: "after", effect: page(200, "application/x-amz-json-1.0", wrongTypes) },
    { name: "hangs", when: "before", effect: { kind: "silence" } },
    { name: "answer never comes", when: "after", effect: { kind: "silence" } },
    { name: "reset", when: "before", effect: { kind: "reset" } },
    { name: "answer is lost", when: "after", effect: { kind: "reset" } },
    { name: "redirect", when: "before", effect: redirect },
  ];
}
