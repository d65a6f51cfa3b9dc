/** What an alarm tells whoever it wakes. */
export interface AlarmWords {
  /** Sentences. */
  readonly happened: string;
  /** Sentences: what to do, before anything else. */
  readonly first: string;
  /** The heading of its section in the runbook, after "Alarm: ". */
  readonly section: string;
  /** Where the folder `docs` can be read, without a slash at its end; undefined for a place in this project. */
  readonly docsUrl: string | undefined;
}

/** The part of a link that leads to a heading, as GitHub and others make it: `alarm-no-verified-backup`. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^a-z0-9 -]/g, "")
    .replaceAll(" ", "-");
}

/** The description of an alarm: CloudWatch puts it into the mail, which otherwise holds numbers alone. */
export function describeAlarm({ happened, first, section, docsUrl = "docs" }: AlarmWords): string {
  return `${happened} FIRST: ${first} THEN: ${docsUrl}/runbook.md#${anchorOf(`Alarm: ${section}`)}`;
}
