import { RemovalPolicy } from "aws-cdk-lib";
import { AttributeType, BillingMode, type ITable, Table } from "aws-cdk-lib/aws-dynamodb";
import { Construct } from "constructs";
import { byStart } from "../lambda/environment";

/**
 * What the function remembers from one invocation to the next: the run that is active, and how the earlier ones ended.
 * A record is found by its `kind` and `id`, and is deleted by itself some time after `expiresAt` (seconds since 1970).
 */
export class Ledger extends Construct {
  readonly table: ITable;
  /** ARN of the index that has the runs in the order of their beginning. */
  readonly byStartArn: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const table = new Table(this, "Table", {
      partitionKey: { name: "kind", type: AttributeType.STRING },
      sortKey: { name: "id", type: AttributeType.STRING },
      timeToLiveAttribute: "expiresAt",
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      // A log of runs means nothing without the stack that made them. The backups themselves are on the portal.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    // Not a local one, which could be had only together with the table, and never be changed.
    table.addGlobalSecondaryIndex({
      indexName: byStart,
      partitionKey: { name: "kind", type: AttributeType.STRING },
      sortKey: { name: "startedAtMs", type: AttributeType.NUMBER },
    });
    this.table = table;
    this.byStartArn = `${table.tableArn}/index/${byStart}`;
  }
}
