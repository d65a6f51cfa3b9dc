import { synthesize } from "./synthesize";

const template = synthesize();

test("the ledger is one table that costs by use, can be restored, forgets by itself, and goes with the stack", () => {
  expect(Object.values(template.findResources("AWS::DynamoDB::Table"))).toEqual([
    {
      Type: "AWS::DynamoDB::Table",
      Properties: {
        AttributeDefinitions: [
          { AttributeName: "kind", AttributeType: "S" },
          { AttributeName: "id", AttributeType: "S" },
          { AttributeName: "startedAtMs", AttributeType: "N" },
        ],
        KeySchema: [
          { AttributeName: "kind", KeyType: "HASH" },
          { AttributeName: "id", KeyType: "RANGE" },
        ],
        GlobalSecondaryIndexes: [
          {
            IndexName: "by-start",
            KeySchema: [
              { AttributeName: "kind", KeyType: "HASH" },
              { AttributeName: "startedAtMs", KeyType: "RANGE" },
            ],
            Projection: { ProjectionType: "ALL" },
          },
        ],
        BillingMode: "PAY_PER_REQUEST",
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        TimeToLiveSpecification: { AttributeName: "expiresAt", Enabled: true },
      },
      UpdateReplacePolicy: "Delete",
      DeletionPolicy: "Delete",
    },
  ]);
});

test("no setting changes the ledger, so that no deployment replaces what it remembers", () => {
  const findTables = (settings: Record<string, unknown>) =>
    synthesize(settings).findResources("AWS::DynamoDB::Table");
  const other = {
    name: "office",
    portalUrl: "https://other.example",
    reportTo: "it@example.com",
    sender: "other@example.com",
    enabled: false,
    giveUpAfterHours: 1,
  };
  expect(findTables(other)).toEqual(template.findResources("AWS::DynamoDB::Table"));
});
