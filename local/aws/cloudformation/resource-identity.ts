import { createHash } from "node:crypto";
import { TemplateError } from "./template-error";

/** What other resources can know about a resource. */
export interface ResourceIdentity {
  /** The value of `Ref`. */
  readonly ref: string;
  /** The values of `Fn::GetAtt`. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** Where a resource stands. */
export interface ResourcePlace {
  readonly stackName: string;
  readonly accountId: string;
  readonly region: string;
  readonly logicalId: string;
  /** A property that gives a name, e.g. `GroupName`, as a text; undefined where the template leaves it open. */
  text(property: string): string | undefined;
}

type Identify = (place: ResourcePlace) => ResourceIdentity;

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html */
const IDENTITIES: Readonly<Record<string, Identify>> = {
  "AWS::Lambda::Function": (place) => {
    const name = place.text("FunctionName") ?? generateName(place, 64);
    return { ref: name, attributes: { Arn: arn(place, "lambda", `function:${name}`) } };
  },
  "AWS::Lambda::EventInvokeConfig": (place) => ({ ref: generateName(place, 64), attributes: {} }),
  "AWS::IAM::Role": (place) => {
    const name = place.text("RoleName") ?? generateName(place, 64);
    return {
      ref: name,
      attributes: { Arn: `arn:aws:iam::${place.accountId}:role${place.text("Path") ?? "/"}${name}` },
    };
  },
  "AWS::IAM::Policy": (place) => ({ ref: generateName(place, 64), attributes: {} }),
  "AWS::Logs::LogGroup": (place) => {
    const name = place.text("LogGroupName") ?? generateName(place, 512);
    return { ref: name, attributes: { Arn: `${arn(place, "logs", `log-group:${name}`)}:*` } };
  },
  "AWS::Scheduler::Schedule": (place) => {
    const name = place.text("Name") ?? generateName(place, 64);
    const group = place.text("GroupName") ?? "default";
    return { ref: name, attributes: { Arn: arn(place, "scheduler", `schedule/${group}/${name}`) } };
  },
  "AWS::Scheduler::ScheduleGroup": (place) => {
    const name = place.text("Name") ?? generateName(place, 64);
    return { ref: name, attributes: { Arn: arn(place, "scheduler", `schedule-group/${name}`) } };
  },
  "AWS::DynamoDB::Table": identifyTable,
  "AWS::DynamoDB::GlobalTable": identifyTable,
  "AWS::SecretsManager::Secret": (place) => {
    const name = place.text("Name") ?? `${place.logicalId}-${randomLooking(place, "name", 12)}`;
    const secretArn = arn(place, "secretsmanager", `secret:${name}-${randomLooking(place, "arn", 6)}`);
    return { ref: secretArn, attributes: { Id: secretArn } };
  },
  "AWS::SQS::Queue": (place) => {
    const name = place.text("QueueName") ?? generateName(place, 80);
    const url = `https://sqs.${place.region}.amazonaws.com/${place.accountId}/${name}`;
    return { ref: url, attributes: { Arn: arn(place, "sqs", name), QueueName: name, QueueUrl: url } };
  },
  "AWS::SQS::QueuePolicy": (place) => ({ ref: generateName(place, 64), attributes: {} }),
  "AWS::SNS::Topic": (place) => {
    const name = place.text("TopicName") ?? generateName(place, 256);
    const topicArn = arn(place, "sns", name);
    return { ref: topicArn, attributes: { TopicArn: topicArn, TopicName: name } };
  },
  "AWS::SNS::TopicPolicy": (place) => ({ ref: generateName(place, 64), attributes: {} }),
  "AWS::SNS::Subscription": (place) => ({ ref: generateName(place, 64), attributes: {} }),
  "AWS::CloudWatch::Alarm": (place) => {
    const name = place.text("AlarmName") ?? generateName(place, 255);
    return { ref: name, attributes: { Arn: arn(place, "cloudwatch", `alarm:${name}`) } };
  },
  "AWS::SES::EmailIdentity": (place) => ({ ref: place.text("EmailIdentity") ?? "", attributes: {} }),
  "AWS::EventSchemas::Schema": (place) => {
    const schema = `schema/${place.text("RegistryName")}/${place.text("SchemaName")}`;
    return { ref: arn(place, "schemas", schema), attributes: {} };
  },
  "AWS::CDK::Metadata": (place) => ({ ref: generateName(place, 64), attributes: {} }),
};

/**
 * Resource types that exist for the account's books or for its administrator and change nothing that a
 * rehearsal could see.
 */
export const TYPES_WITHOUT_BEHAVIOUR: ReadonlySet<string> = new Set([
  "AWS::CDK::Metadata",
  "AWS::EventSchemas::Schema",
  "AWS::SES::EmailIdentity",
]);

/**
 * Gives a resource the name, ARN and other attributes that CloudFormation would give it. The part that is
 * random there is made of the stack's and the resource's name here, so that each rehearsal sees the same.
 *
 * @throws TemplateError if the type is not known here
 */
export function identifyResource(type: string, place: ResourcePlace): ResourceIdentity {
  const identify = IDENTITIES[type];
  if (identify === undefined)
    throw new TemplateError(
      `Resources.${place.logicalId}`,
      `resources of the type ${type} are not known here.`,
    );
  return identify(place);
}

function identifyTable(place: ResourcePlace): ResourceIdentity {
  const name = place.text("TableName") ?? generateName(place, 255);
  return { ref: name, attributes: { Arn: arn(place, "dynamodb", `table/${name}`) } };
}

function arn(place: ResourcePlace, service: string, resource: string): string {
  return `arn:aws:${service}:${place.region}:${place.accountId}:${resource}`;
}

/** `<stack>-<logical id>-<12 characters>`, each of the first two shortened where the service has a limit. */
function generateName(place: ResourcePlace, maxLength: number): string {
  const suffix = randomLooking(place, "name", 12);
  const room = Math.floor((maxLength - suffix.length - 2) / 2);
  return [place.stackName.slice(0, room), place.logicalId.slice(0, room), suffix].join("-");
}

function randomLooking(place: ResourcePlace, purpose: string, length: number): string {
  const digest = createHash("sha256").update([place.stackName, place.logicalId, purpose].join("\n")).digest();
  return Array.from(digest.subarray(0, length), (byte) => (byte % 36).toString(36).toUpperCase()).join("");
}
