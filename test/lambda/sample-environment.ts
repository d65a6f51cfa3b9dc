import type { Environment } from "../../lambda/environment";

/** What the stack sets, for a portal called acme. */
export const environment: Environment = {
  BACKUP_NAME: "acme",
  PORTAL_URL: "https://acme.onlyoffice.com",
  API_KEY_SECRET_ARN: "arn:aws:secretsmanager:eu-central-1:123456789012:secret:key-AbCdEf",
  SENDER: "backup@example.com",
  REPORT_TO: "admin@example.com,deputy@example.com",
  STORAGE_TYPE: "Documents",
  STORAGE_PARAMS: '{"folderId":"42"}',
  DUMP: "false",
  TIME_ZONE: "Europe/Berlin",
};
