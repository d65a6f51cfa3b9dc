import type { CloudStack } from "./cloud-assembly";
import { attributeOf, collectResources, type Parsed } from "./cloudformation/collect-resources";
import { type ResolvedResource, resolveTemplate } from "./cloudformation/resolve-template";
import * as schemas from "./cloudformation/resource-properties";
import { globalTableProperties, tableProperties } from "./cloudformation/table-properties";
import { TemplateError } from "./cloudformation/template-error";
import { deployAlarms, deployTopics } from "./deploy-alarms";
import {
  type DeployedFunction,
  type DeployedQueue,
  type DeployedSchedule,
  type DeployedTable,
  type Deployment,
  type Role,
  secretNameOf,
} from "./deployment";
import { parsePolicyDocument } from "./iam/statement";

/**
 * "Deploys" a stack onto this machine: makes every name and ARN, replaces every reference and collects what the
 * stand-ins for AWS need to know.
 *
 * @throws TemplateError on anything in the template that is not understood
 * @throws PolicyError on anything in a policy that is not evaluated here
 */
export function deployStack(stack: CloudStack): Deployment {
  const { resources, outputs } = resolveTemplate(stack);
  return {
    stackName: stack.name,
    accountId: stack.accountId,
    region: stack.region,
    functions: deployFunctions(resources, stack),
    schedules: collectResources(resources, "AWS::Scheduler::Schedule", schemas.scheduleProperties).map(
      deploySchedule,
    ),
    scheduleGroups: collectResources(
      resources,
      "AWS::Scheduler::ScheduleGroup",
      schemas.scheduleGroupProperties,
    ).map((group) => ({ logicalId: group.logicalId, name: group.ref, arn: attributeOf(group, "Arn") })),
    tables: deployTables(resources),
    roles: deployRoles(resources),
    secrets: collectResources(resources, "AWS::SecretsManager::Secret", schemas.secretProperties).map(
      (secret) => ({
        logicalId: secret.logicalId,
        arn: secret.ref,
        name: secretNameOf(secret.ref),
        initialValue: secret.properties.SecretString,
      }),
    ),
    queues: deployQueues(resources),
    alarms: deployAlarms(resources),
    topics: deployTopics(resources),
    outputs,
  };
}

function deployFunctions(resources: readonly ResolvedResource[], stack: CloudStack): DeployedFunction[] {
  const invokeConfigs = collectResources(
    resources,
    "AWS::Lambda::EventInvokeConfig",
    schemas.eventInvokeConfigProperties,
  );
  const logGroups = collectResources(resources, "AWS::Logs::LogGroup", schemas.logGroupProperties);
  return collectResources(resources, "AWS::Lambda::Function", schemas.functionProperties).map((resource) => {
    const { logicalId, ref: name, properties } = resource;
    const where = `Resources.${logicalId}.Properties`;
    const codeDirectory = stack.assetDirectories.get(properties.Code.S3Key);
    if (codeDirectory === undefined)
      throw new TemplateError(`${where}.Code`, `no asset directory has the key ${properties.Code.S3Key}.`);
    const logGroup = logGroups.find((candidate) => candidate.ref === properties.LoggingConfig.LogGroup);
    if (logGroup === undefined)
      throw new TemplateError(`${where}.LoggingConfig`, "the function has no log group in its own stack.");
    const invokeConfig = invokeConfigs.find(
      (candidate) => candidate.properties.FunctionName === name,
    )?.properties;
    return {
      logicalId,
      name,
      arn: attributeOf(resource, "Arn"),
      roleArn: properties.Role,
      codeDirectory,
      handler: properties.Handler,
      runtime: properties.Runtime,
      timeoutMs: properties.Timeout * 1000,
      memoryMb: properties.MemorySize,
      environment: properties.Environment?.Variables ?? {},
      logGroupName: logGroup.ref,
      logGroupArn: attributeOf(logGroup, "Arn").replace(/:\*$/, ""),
      logFormat: properties.LoggingConfig.LogFormat,
      asyncInvoke: {
        maxRetryAttempts: invokeConfig?.MaximumRetryAttempts ?? 2,
        maxEventAgeSeconds: invokeConfig?.MaximumEventAgeInSeconds ?? 21_600,
      },
    };
  });
}

function deploySchedule(resource: Parsed<typeof schemas.scheduleProperties>): DeployedSchedule {
  const { logicalId, ref: name, properties } = resource;
  const { Target: target } = properties;
  return {
    logicalId,
    name,
    arn: attributeOf(resource, "Arn"),
    groupName: properties.GroupName,
    expression: properties.ScheduleExpression,
    timeZone: properties.ScheduleExpressionTimezone,
    state: properties.State,
    target: {
      arn: target.Arn,
      roleArn: target.RoleArn,
      input: target.Input,
      retry: {
        maximumRetryAttempts: target.RetryPolicy.MaximumRetryAttempts,
        maximumEventAgeSeconds: target.RetryPolicy.MaximumEventAgeInSeconds,
      },
      ...(target.DeadLetterConfig === undefined ? {} : { deadLetterArn: target.DeadLetterConfig.Arn }),
    },
  };
}

function deployRoles(resources: readonly ResolvedResource[]): Role[] {
  const attached = collectResources(resources, "AWS::IAM::Policy", schemas.policyProperties);
  return collectResources(resources, "AWS::IAM::Role", schemas.roleProperties).map((resource) => {
    const { logicalId, ref: name, properties } = resource;
    const policies = [
      ...properties.Policies,
      ...attached
        .filter((policy) => policy.properties.Roles.includes(name))
        .map((policy) => policy.properties),
    ];
    return {
      logicalId,
      name,
      arn: attributeOf(resource, "Arn"),
      trust: parsePolicyDocument(properties.AssumeRolePolicyDocument, `trust policy of ${logicalId}`),
      policies: policies.map(({ PolicyName, PolicyDocument }) => ({
        name: PolicyName,
        statements: parsePolicyDocument(PolicyDocument, `policy ${PolicyName} of ${logicalId}`),
      })),
    };
  });
}

function deployQueues(resources: readonly ResolvedResource[]): DeployedQueue[] {
  const policies = collectResources(resources, "AWS::SQS::QueuePolicy", schemas.queuePolicyProperties);
  return collectResources(resources, "AWS::SQS::Queue", schemas.queueProperties).map((resource) => ({
    logicalId: resource.logicalId,
    name: attributeOf(resource, "QueueName"),
    arn: attributeOf(resource, "Arn"),
    url: resource.ref,
    policy: policies
      .filter((policy) => policy.properties.Queues.includes(resource.ref))
      .flatMap(({ logicalId, properties }) => parsePolicyDocument(properties.PolicyDocument, logicalId)),
  }));
}

function deployTables(resources: readonly ResolvedResource[]): DeployedTable[] {
  const tables = [
    ...collectResources(resources, "AWS::DynamoDB::Table", tableProperties),
    ...collectResources(resources, "AWS::DynamoDB::GlobalTable", globalTableProperties),
  ];
  return tables.map((resource) => {
    const { logicalId, ref: name, properties } = resource;
    return {
      logicalId,
      name,
      arn: attributeOf(resource, "Arn"),
      keySchema: properties.KeySchema,
      globalIndexes: properties.GlobalSecondaryIndexes ?? [],
      attributeDefinitions: properties.AttributeDefinitions,
    };
  });
}
