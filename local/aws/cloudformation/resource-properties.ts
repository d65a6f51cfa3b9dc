import * as v from "valibot";

/**
 * The properties of each resource type that the rehearsal understands. Each object is strict: a property that is
 * not listed stops the deployment, as it may change what the resource does.
 */

const tags = v.optional(v.array(v.strictObject({ Key: v.string(), Value: v.string() })));
const policyDocument = v.record(v.string(), v.unknown());
const inlinePolicy = v.strictObject({ PolicyName: v.string(), PolicyDocument: policyDocument });

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-function.html */
export const functionProperties = v.strictObject({
  FunctionName: v.optional(v.string()),
  Description: v.optional(v.string()),
  Code: v.strictObject({ S3Bucket: v.string(), S3Key: v.string() }),
  Handler: v.string(),
  Runtime: v.string(),
  Architectures: v.optional(v.array(v.string())),
  Role: v.string(),
  Timeout: v.optional(v.number(), 3),
  MemorySize: v.optional(v.number(), 128),
  Environment: v.optional(v.strictObject({ Variables: v.record(v.string(), v.string()) })),
  LoggingConfig: v.optional(
    v.strictObject({
      LogFormat: v.optional(v.picklist(["JSON", "Text"]), "Text"),
      LogGroup: v.optional(v.string()),
    }),
    {},
  ),
  Tags: tags,
});

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-eventinvokeconfig.html */
export const eventInvokeConfigProperties = v.strictObject({
  FunctionName: v.string(),
  Qualifier: v.literal("$LATEST"),
  MaximumRetryAttempts: v.optional(v.number()),
  MaximumEventAgeInSeconds: v.optional(v.number()),
});

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-scheduler-schedule.html */
export const scheduleProperties = v.strictObject({
  Name: v.optional(v.string()),
  GroupName: v.optional(v.string(), "default"),
  Description: v.optional(v.string()),
  ScheduleExpression: v.string(),
  ScheduleExpressionTimezone: v.optional(v.string(), "UTC"),
  State: v.optional(v.picklist(["ENABLED", "DISABLED"]), "ENABLED"),
  FlexibleTimeWindow: v.strictObject({ Mode: v.literal("OFF") }),
  Target: v.strictObject({
    Arn: v.string(),
    RoleArn: v.string(),
    Input: v.optional(v.string(), "{}"),
    RetryPolicy: v.optional(
      v.strictObject({
        MaximumRetryAttempts: v.optional(v.number(), 185),
        MaximumEventAgeInSeconds: v.optional(v.number(), 86_400),
      }),
      {},
    ),
    DeadLetterConfig: v.optional(v.strictObject({ Arn: v.string() })),
  }),
});

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-role.html */
export const roleProperties = v.strictObject({
  RoleName: v.optional(v.string()),
  Path: v.optional(v.string()),
  Description: v.optional(v.string()),
  AssumeRolePolicyDocument: policyDocument,
  Policies: v.optional(v.array(inlinePolicy), []),
  MaxSessionDuration: v.optional(v.number()),
  Tags: tags,
});

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-policy.html */
export const policyProperties = v.strictObject({ ...inlinePolicy.entries, Roles: v.array(v.string()) });

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-secretsmanager-secret.html */
export const secretProperties = v.strictObject({
  Name: v.optional(v.string()),
  Description: v.optional(v.string()),
  SecretString: v.string(),
  Tags: tags,
});

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sqs-queue.html */
export const queueProperties = v.strictObject({
  QueueName: v.optional(v.string()),
  MessageRetentionPeriod: v.optional(v.number()),
  SqsManagedSseEnabled: v.optional(v.boolean()),
  Tags: tags,
});

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sqs-queuepolicy.html */
export const queuePolicyProperties = v.strictObject({
  Queues: v.array(v.string()),
  PolicyDocument: policyDocument,
});

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-loggroup.html */
export const logGroupProperties = v.strictObject({
  LogGroupName: v.optional(v.string()),
  RetentionInDays: v.optional(v.number()),
  Tags: tags,
});

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-scheduler-schedulegroup.html */
export const scheduleGroupProperties = v.strictObject({ Name: v.optional(v.string()), Tags: tags });
