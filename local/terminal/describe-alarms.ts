import type { AlarmNotice } from "../aws/cloudwatch/cloudwatch";
import type { Publication } from "../aws/sns";
import type { Night } from "../rehearsal/night";

function describePublication(publication: Publication): string {
  switch (publication.kind) {
    case "published":
      return `SNS mails ${publication.addresses.join(", ")}`;
    case "elsewhere":
      return `it goes to ${publication.topicArn}`;
    case "denied":
      return `AWS would deny it: ${publication.denial.message}`;
  }
}

/** `MonitoringFunctionFailed72DBFFFF` without its construct, and without what the CDK adds to keep ids apart. */
function nameAlarm({ logicalId }: AlarmNotice["alarm"]): string {
  return logicalId.replace(/^Monitoring|[0-9A-F]{8}$/g, "");
}

const lineLength = 100;

/** Set in, and broken at spaces. */
function wrap(text: string): string[] {
  const lines = text.match(new RegExp(`.{1,${lineLength}}(?:\\s+|$)`, "g")) ?? [];
  return lines.map((line) => `      ${line.trimEnd()}`);
}

/** Whether it comes of nothing: it would not come if the next night went well. */
function isAvoidable({ alarm, atMs, to }: AlarmNotice, { endedMs }: Night): boolean {
  return alarm.comparison === "LessThanThreshold" && to === "ALARM" && atMs > endedMs;
}

function describeNotice(notice: AlarmNotice, night: Night): string[] {
  const { alarm, atMs, to, publications } = notice;
  const time = new Intl.DateTimeFormat("sv-SE", {
    dateStyle: "short",
    timeStyle: "short",
    timeZone: night.timeZone,
  });
  const when = time.format(atMs);
  const told = publications.map(describePublication).join("; ");
  if (to === "OK") return [`  ${when}  ${nameAlarm(alarm)} is over: ${told}`];
  if (isAvoidable(notice, night))
    return [`  ${when}  ${nameAlarm(alarm)} goes off unless a backup is verified before: ${told}`];
  return [`  ${when}  ${nameAlarm(alarm)} goes off: ${told}`, ...wrap(alarm.description)];
}

/** What the alarms tell of a night, and will tell if nothing more runs after it. */
export function describeAlarms(night: Night): string[] {
  if (night.alarmCount === 0) return ["There are no alarms: besides the report nobody is told of anything."];
  const raised = night.notices.filter((notice) => notice.to === "ALARM" && !isAvoidable(notice, night));
  const heading =
    raised.length === 0
      ? "No alarm goes off. After this night (SNS mails those who have confirmed that they want it):"
      : "An alarm goes off (SNS mails those who have confirmed that they want it):";
  return [heading, ...night.notices.flatMap((notice) => describeNotice(notice, night))];
}
