import type { Deployment } from "../../local/aws/deployment";

/** The deployment with all outputs that the commands of `bin/` look for, as long as the stack does not have them itself. */
export function completeOutputs(deployment: Deployment): Deployment {
  const { functions, schedules, alarms, topics, outputs } = deployment;
  const { BACKUP_NAME, PORTAL_URL, TIME_ZONE, LEDGER_TABLE, REPORT_TO } = functions[0]?.environment ?? {};
  const own = {
    BackupName: BACKUP_NAME,
    PortalUrl: PORTAL_URL,
    TimeZone: TIME_ZONE,
    LedgerTable: LEDGER_TABLE,
    ReportTo: REPORT_TO,
    Sender: "backup@example.com",
    ScheduleName: schedules[0]?.name,
    AlertTopicArn: topics[0]?.arn,
    FunctionFailedAlarm: alarms.find(({ logicalId }) => logicalId.includes("FunctionFailed"))?.name,
  };
  const known = Object.entries(own).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
  return { ...deployment, outputs: { ...Object.fromEntries(known), ...outputs } };
}
