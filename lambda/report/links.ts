import type { StorageType } from "../portal/storage-type";
import type { ReportFacts } from "./facts";

/** The domains of the consoles, by partition; where another one is, nobody has told this project. */
const consoles: Readonly<Record<string, string>> = {
  aws: "console.aws.amazon.com",
  "aws-cn": "console.amazonaws.cn",
  "aws-us-gov": "console.amazonaws-us-gov.com",
};

/** The console wants names within its fragment encoded twice, with `$` for the second `%`. */
function encode(name: string): string {
  return encodeURIComponent(encodeURIComponent(name)).replaceAll("%", "$");
}

/** The lines of one invocation in the CloudWatch console; undefined for a partition whose console is not known. */
export function linkLog({ partition, region, ...log }: ReportFacts["origin"]): string | undefined {
  const domain = consoles[partition];
  if (domain === undefined) return undefined;
  const filter = `$3FfilterPattern$3D${encode(`"${log.requestId}"`)}`;
  const place = `log-group/${encode(log.logGroupName)}/log-events/${encode(log.logStreamName)}${filter}`;
  return `https://${region}.${domain}/cloudwatch/home?region=${region}#logsV2:log-groups/${place}`;
}

/** Where the portal's administrators see its backups. */
export function linkBackups(portalUrl: string): string {
  return `${portalUrl}/portal-settings/backup/data-backup`;
}

/** A section of this project's documentation. */
export interface DocsLink {
  /** For those who have the files: `docs/runbook.md#key-refused`. */
  readonly name: string;
  /** Undefined where the deployment does not know of a place to read them. */
  readonly href: string | undefined;
}

function linkDocs(file: string, section: string, docsUrl: string | undefined): DocsLink {
  const place = `${file}#${section}`;
  return { name: `docs/${place}`, href: docsUrl && `${docsUrl}/${place}` };
}

/** What the runbook says of a problem. */
export function linkRunbook(code: string, docsUrl: string | undefined): DocsLink {
  return linkDocs("runbook.md", code, docsUrl);
}

/** How an archive of a kind of storage is restored. */
export function linkRestore(type: StorageType, docsUrl: string | undefined): DocsLink {
  return linkDocs("restore.md", type.toLowerCase(), docsUrl);
}
