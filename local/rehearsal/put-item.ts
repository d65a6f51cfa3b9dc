import type { Account } from "../aws/account";

/**
 * Puts an item into the stack's first table, past its roles and policies.
 * @param item in DynamoDB's own JSON
 * @throws Error with what DynamoDB says to it
 */
export async function putItem({ deployment, tables }: Account, item: object): Promise<void> {
  const request = { TableName: deployment.tables[0]?.name, Item: item };
  const { status, body } = await tables.call("PutItem", JSON.stringify(request));
  if (status !== 200) throw new Error(`${deployment.stackName} could not be given an item: ${body}`);
}
