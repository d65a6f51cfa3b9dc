import type { Environment } from "../../lambda/environment";

/** What the stack sets, for a portal called acme. */
export const environment: Environment = {
  BACKUP_NAME: "acme",
  PORTAL_URL: "https://acme.onlyoffice.com",
  API_KEY_SECRET_ARN: "arn:aws:secretsmanager:eu-central-1:123456789012:secret:key-AbCdEf",
  SENDER: "DocSpace backup acme <backup@example.com>",
  REPORT_TO: "admin@example.com,deputy@example.com",
  STORAGE_TYPE: "Documents",
  STORAGE_PARAMS: '{"folderId":"42"}',
  DUMP: "false",
  TIME_ZONE: "Europe/Berlin",
  SCHEDULE: "04:30 MON TUE WED THU FRI SAT SUN",
  GIVE_UP_AFTER_HOURS: "12",
  KEEP_LAST: "",
  MAX_PAID_BACKUPS_PER_MONTH: "0",
  DOCS_URL: "https://git.example.com/docspace-backup/docs",
  LEDGER_TABLE: "DocSpaceBackup-acme-LedgerTable8E2D4F1A-1QX3V9TZK7LMN",
  WAKE_UP_GROUP: "DocSpaceBackup-acme-WakeUpsGroup-7BD2KQ4WJ0XY",
  WAKE_UP_ROLE_ARN: "arn:aws:iam::123456789012:role/DocSpaceBackup-acme-WakeUpsRole3C5A9B7E-Zr8PqLw2NcVt",
};
