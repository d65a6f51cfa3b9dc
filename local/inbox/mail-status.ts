import { escapeHtml } from "./escape-html";

/** The statuses that have a colour of their own; each is told by its word as well. */
const known: ReadonlySet<string> = new Set(["OK", "WARNING", "FAILED", "UNVERIFIED"]);

/** Splits `[OK] DocSpace backup …`. A subject that does not begin so has no status. */
export function splitSubject(subject: string): { status: string | undefined; rest: string } {
  const [, status, rest] = /^\[([A-Z]+)\] (.*)$/s.exec(subject) ?? [];
  return { status, rest: rest ?? subject };
}

/** Renders a status as a word on its colour. */
export function renderStatus(status: string): string {
  const className = known.has(status) ? `status ${status.toLowerCase()}` : "status";
  return `<span class="${className}">${escapeHtml(status)}</span>`;
}

/** The same four colours in light and dark, each with white letters that stand out by 4.5 to 1 or more. */
export const statusStyle = `
  .status { display: inline-block; padding: 0.05rem 0.5rem; border-radius: 0.25rem; font-size: 0.75rem; font-weight: 700;
    letter-spacing: 0.03em; color: #fff; background: #4b5563; }
  .status.ok { background: #166534; }
  .status.warning { background: #92400e; }
  .status.failed { background: #b91c1c; }
  .status.unverified { background: #6b21a8; }
`;
