import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Manifest } from "aws-cdk-lib/cloud-assembly-schema";
import { AssetManifestArtifact, CloudAssembly, type CloudFormationStackArtifact } from "aws-cdk-lib/cx-api";
import type { JsonValue } from "./cloudformation/json";

/** One stack of a synthesised CDK app, as it lies on disk. */
export interface CloudStack {
  readonly name: string;
  readonly accountId: string;
  readonly region: string;
  readonly template: JsonValue;
  /** Where the files of each zip asset lie, by the object key that the template knows it under. */
  readonly assetDirectories: ReadonlyMap<string, string>;
}

/** What stands for an account and a region that the app left open. */
const ACCOUNT_ID = "123456789012";
const REGION = "eu-central-1";

/**
 * Reads the stacks of a `cdk.out` directory.
 *
 * @throws if the directory holds no cloud assembly, or one without stacks
 */
export function readCloudAssembly(directory: string): CloudStack[] {
  const stacks = new CloudAssembly(directory).stacks.map((artifact) => readStack(directory, artifact));
  if (stacks.length === 0) {
    throw new Error(
      `${directory} holds no stack; expected one a portal. Synthesise the app with its settings first.`,
    );
  }
  return stacks;
}

function readStack(directory: string, artifact: CloudFormationStackArtifact): CloudStack {
  const template: JsonValue = JSON.parse(readFileSync(artifact.templateFullPath, "utf8"));
  const { account, region } = artifact.environment;
  return {
    name: artifact.stackName,
    accountId: account === "unknown-account" ? ACCOUNT_ID : account,
    region: region === "unknown-region" ? REGION : region,
    template,
    assetDirectories: readAssetDirectories(directory, artifact),
  };
}

function readAssetDirectories(directory: string, artifact: CloudFormationStackArtifact): Map<string, string> {
  const directories = new Map<string, string>();
  for (const dependency of artifact.dependencies) {
    if (!(dependency instanceof AssetManifestArtifact)) continue;
    for (const { source, destinations } of Object.values(
      Manifest.loadAssetManifest(dependency.file).files ?? {},
    )) {
      if (source.path === undefined || source.packaging !== "zip") continue;
      for (const { objectKey } of Object.values(destinations)) {
        directories.set(objectKey, join(directory, source.path));
      }
    }
  }
  return directories;
}
