import * as v from "valibot";

/**
 * What the rehearsal understands of a DynamoDB table, in the two forms in which CloudFormation knows one: on demand,
 * without streams, with global indexes of the whole items, in one region.
 */

const pointInTimeRecovery = v.strictObject({
  PointInTimeRecoveryEnabled: v.boolean(),
  RecoveryPeriodInDays: v.optional(v.number()),
});
const encryption = v.strictObject({ SSEEnabled: v.boolean(), SSEType: v.optional(v.string()) });
const tags = v.array(v.strictObject({ Key: v.string(), Value: v.string() }));

const keySchema = v.array(
  v.strictObject({ AttributeName: v.string(), KeyType: v.picklist(["HASH", "RANGE"]) }),
);

const table = {
  TableName: v.optional(v.string()),
  KeySchema: keySchema,
  GlobalSecondaryIndexes: v.optional(
    v.array(
      v.strictObject({
        IndexName: v.string(),
        KeySchema: keySchema,
        Projection: v.strictObject({ ProjectionType: v.literal("ALL") }),
      }),
    ),
  ),
  AttributeDefinitions: v.array(
    v.strictObject({ AttributeName: v.string(), AttributeType: v.picklist(["S", "N", "B"]) }),
  ),
  BillingMode: v.literal("PAY_PER_REQUEST"),
  TimeToLiveSpecification: v.optional(
    v.strictObject({ AttributeName: v.optional(v.string()), Enabled: v.boolean() }),
  ),
};

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-table.html */
export const tableProperties = v.strictObject({
  ...table,
  PointInTimeRecoverySpecification: v.optional(pointInTimeRecovery),
  SSESpecification: v.optional(encryption),
  DeletionProtectionEnabled: v.optional(v.boolean()),
  TableClass: v.optional(v.string()),
  Tags: v.optional(tags),
});

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-globaltable.html */
export const globalTableProperties = v.strictObject({
  ...table,
  SSESpecification: v.optional(encryption),
  Replicas: v.pipe(
    v.array(
      v.strictObject({
        Region: v.string(),
        PointInTimeRecoverySpecification: v.optional(pointInTimeRecovery),
        GlobalSecondaryIndexes: v.optional(v.array(v.strictObject({ IndexName: v.string() }))),
        DeletionProtectionEnabled: v.optional(v.boolean()),
        TableClass: v.optional(v.string()),
        Tags: v.optional(tags),
      }),
    ),
    v.length(1, "expected one replica: a table in several regions is not known here"),
  ),
});
