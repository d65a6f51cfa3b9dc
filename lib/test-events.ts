import { CfnSchema } from "aws-cdk-lib/aws-eventschemas";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import { Construct } from "constructs";

/** What the console offers beside its Test button, by the names that it shows. */
const events = {
  BackupNow: {},
  Check: { mode: "check" },
  CheckWithMail: { mode: "check", mail: true },
};

/** The console looks for a function's events under these names alone. */
const registryName = "lambda-testevent-schemas";
const schemaNameOf = (functionName: string) => `_${functionName}-schema`;

export interface TestEventsProps {
  readonly function: IFunction;
}

/**
 * The test events of a function that everybody who may use its console page finds there.
 *
 * They lie in a registry that all functions of the account and region share. It is not made here: it may be there
 * already, and must not go with this stack.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/testing-functions.html#creating-shareable-events
 */
export class TestEvents extends Construct {
  constructor(scope: Construct, id: string, { function: tested }: TestEventsProps) {
    super(scope, id);
    const examples = Object.fromEntries(Object.entries(events).map(([name, value]) => [name, { value }]));
    new CfnSchema(this, "Schema", {
      registryName,
      schemaName: schemaNameOf(tested.functionName),
      type: "OpenApi3",
      content: JSON.stringify({
        openapi: "3.0.0",
        info: { version: "1.0.0", title: "Event" },
        paths: {},
        components: { schemas: { Event: { type: "object", required: [], properties: {} } }, examples },
      }),
    });
  }
}
