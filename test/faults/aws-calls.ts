/** A call that the function makes of AWS. */
export interface AwsCall {
  /** As the table calls it. */
  readonly name: string;
  /** The name that it is signed for. */
  readonly service: string;
  readonly operation: string;
}

const secret: AwsCall = { name: "key", service: "secretsmanager", operation: "GetSecretValue" };
const read: AwsCall = { name: "ledger, read", service: "dynamodb", operation: "GetItem" };
const list: AwsCall = { name: "ledger, list", service: "dynamodb", operation: "Query" };
const mail: AwsCall = { name: "mail", service: "ses", operation: "SendEmail" };

/** Those of a backup. */
export const backupAwsCalls: readonly AwsCall[] = [
  secret,
  read,
  { name: "ledger, write", service: "dynamodb", operation: "PutItem" },
  { name: "ledger, release", service: "dynamodb", operation: "DeleteItem" },
  list,
  { name: "arm", service: "scheduler", operation: "CreateSchedule" },
  { name: "disarm", service: "scheduler", operation: "DeleteSchedule" },
  mail,
];

/** Those of a check that is mailed. */
export const checkAwsCalls: readonly AwsCall[] = [secret, read, list, mail];
