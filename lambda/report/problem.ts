import type { Problem, ProblemCode, ProblemStage } from "../run/outcome";

const moments: Record<ProblemStage, string> = {
  settings: "while the settings were read",
  key: "while the API key was read or used",
  ledger: "while the ledger of runs was used",
  start: "while the backup was being asked for",
  follow: "while the backup was followed",
  verify: "while the archive was being proved",
};

/** When in the run it happened. */
export function describeMoment({ stage, code }: Problem): string {
  return code.startsWith("portal-un") && stage === "start"
    ? "before the backup was asked for"
    : moments[stage];
}

/** Those that the portal tells in its own words; the details of the others are this project's, or AWS's. */
const toldByPortal: ReadonlySet<ProblemCode> = new Set([
  "key-refused",
  "portal-refused",
  "portal-failing",
  "rate-limited",
  "backup-error",
  "cancelled",
  "not-in-history",
  "vanished",
  "replaced",
  "empty-archive",
]);

/** What is said of an answer here, where the portal sent no words of its own. */
const ownWords = /^(it redirects|an HTML page)/;

/** What is known of a problem in the words of whoever told of it; the value may be empty. */
export function describeDetails({ code, httpStatus, said }: Problem): { label: string; value: string } {
  const isPortals = toldByPortal.has(code) && !ownWords.test(said);
  const words = said !== "" && isPortals ? `"${said}"` : said;
  const status = httpStatus === undefined ? "" : `HTTP ${httpStatus}`;
  const value = [status, words].filter((part) => part !== "").join(", ");
  return { label: isPortals ? "The portal said" : "Details", value };
}
