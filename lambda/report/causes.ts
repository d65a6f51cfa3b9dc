import type { Problem, ProblemCode } from "../run/outcome";

/** What a problem means to the person who reads the report. */
export interface Explanation {
  /** For the subject: a few words of ASCII. */
  readonly short: string;
  /** The likely cause, in a sentence or two. */
  readonly cause: string;
  /** The one thing to do next. */
  readonly next: string;
}

interface Row extends Explanation {
  /** The row counts only for this HTTP status … */
  readonly httpStatus?: number | readonly number[];
  /** … for this part of the run … */
  readonly stage?: Problem["stage"];
  /** … and where the portal's words match. */
  readonly said?: RegExp;
}

const byHand =
  "run the backup by hand (the command in the stack's output BackUpNow, or \"Test\" on the function's page in the AWS console)";
/** Where a backup may be running, or have been made, although nobody could see it. */
export const lookFirst =
  "Look at the portal's backup page before you run the backup again: it may be running, or have ended, and a second one may be charged.";
/** Where there are several likely causes, the check tells which it is. */
const runCheck =
  'Let the check tell what stands in the way: npm run check, or the event {"mode":"check"} with "Test" on the function\'s page in the AWS console.';
const checkThenRun = `${runCheck} When it is well, ${byHand}.`;
/** How a key is made and stored. */
export const newKey =
  "Create a key in the portal under Settings > Developer Tools > API keys, as a DocSpace administrator and with all permissions, and store it with npm run set-api-key, or with the command in the output SetApiKey of the stack (AWS console > CloudFormation > the stack > Outputs).";
const newKeyThenRun = `${newKey} Then run the backup by hand: output BackUpNow.`;

/** Words of somebody who has no room left; not the `space` of DocSpace, nor a quota of backups. */
const roomWords = /\b(storage\b.*\bquota|disk|no space|space left|free space|out of space)\b/i;

/** Where the run stood when the portal could not be asked decides what it means: nothing was sent, or a job goes on. */
function outOfReach(short: string, cause: string): readonly [Explanation, ...Row[]] {
  return [
    {
      short: `${short} meanwhile`,
      cause: `${cause} The backup had begun, and may still end well.`,
      next: lookFirst,
    },
    { stage: "start", short, cause: `${cause} No backup was asked for.`, next: checkThenRun },
    {
      stage: "verify",
      short: `${short} at the end`,
      cause: `${cause} The backup runs no longer, and whether its archive exists could not be asked.`,
      next: lookFirst,
    },
  ];
}

/** What each problem means in general, and then in the cases that are known better. */
const table: Record<ProblemCode, readonly [Explanation, ...Row[]]> = {
  "configuration-unusable": [
    {
      short: "the function's settings are unusable",
      cause:
        "The function's environment variables are not what its stack sets. Somebody changed them by hand.",
      next: "Deploy the stack again: npx cdk deploy --all --revert-drift.",
    },
  ],
  "secret-unreadable": [
    {
      short: "the API key's secret is unreadable",
      cause:
        "Secrets Manager did not give the secret: it may be deleted, or encrypted with a key that the function may not use.",
      next: "Open the secret in the AWS console. If it is gone or scheduled for deletion, restore it, or deploy the stack again and store the key anew.",
    },
  ],
  "key-placeholder": [
    {
      short: "no API key has been stored yet",
      cause: "The secret still holds the placeholder that the stack put there.",
      next: newKeyThenRun,
    },
  ],
  "key-malformed": [
    {
      short: "the stored API key is not a key",
      cause: "The secret holds something that cannot be an API key.",
      next: newKeyThenRun,
    },
  ],
  "key-refused": [
    {
      short: "the portal refuses the API key",
      cause:
        "The portal does not accept the key (HTTP 401). It has expired, was deleted or switched off, or belongs to another portal.",
      next: newKeyThenRun,
    },
  ],
  "portal-unreachable": outOfReach(
    "the portal could not be reached",
    "No connection to the portal could be made.",
  ),
  "portal-unanswered": outOfReach("the portal did not answer", "The portal did not answer in time."),
  "portal-failing": outOfReach(
    "the portal answered with an error",
    "The portal, or the server in front of it, failed.",
  ),
  "portal-unreadable": outOfReach(
    "the portal's answer was unreadable",
    "What answered at the portal's address did not speak like a DocSpace: a maintenance page, perhaps, or another server.",
  ),
  "rate-limited": outOfReach(
    "the portal was refusing requests",
    "The portal said that it gets too many requests.",
  ),
  "portal-refused": [
    {
      short: "the portal refuses to tell",
      cause:
        "The portal refuses to say how the backup ended, as it does when its plan has lapsed, the key has lost its rights or the portal is being restored. The backup itself may be well.",
      next: "Look at the portal's backup page, and at Settings > Payments.",
    },
    {
      stage: "start",
      httpStatus: 402,
      said: roomWords,
      short: "storage quota is full",
      cause: "The portal's storage quota is used up, so there is no room for a backup.",
      next: `Free room in the portal or extend its plan, then ${byHand}.`,
    },
    {
      stage: "start",
      httpStatus: 402,
      short: "the portal's plan allows no backup",
      cause:
        "The portal asks for payment: its free backups of this month are used up and paid ones are not switched on, or the plan has lapsed.",
      next: "Look at the portal under Settings > Payments. On the cloud, each backup beyond the free ones is charged.",
    },
    {
      stage: "start",
      httpStatus: [403, 404],
      said: /^an HTML page/,
      short: "no DocSpace answers there",
      cause:
        "A web page came where the portal's API was asked: another server, a login page or a firewall is in front of it, or the address is not the portal's.",
      next: "Open portalUrl in a browser and compare it with the portal's address; see what stands in front of the portal. Then deploy again.",
    },
    {
      stage: "start",
      httpStatus: 403,
      short: "the portal denies the backup",
      cause:
        "The portal denied access: the key's owner is no DocSpace administrator, the key has limited permissions, the folder is not writable, dump is set for a portal that does not allow it, an address filter is in the way, or the portal is being restored or moved.",
      next: checkThenRun,
    },
    {
      stage: "start",
      httpStatus: 404,
      short: "folder or portal not found",
      cause:
        "The portal does not find what was asked for: the folder in the setting folderId does not exist, or the portal is suspended.",
      next: "Open the portal in a browser. If it opens, compare the number in the folder's address with the setting folderId, and deploy again.",
    },
    {
      stage: "start",
      httpStatus: 400,
      short: "the portal rejects the settings",
      cause:
        "The portal rejects the storage settings of this backup: what is set does not fit the kind of storage.",
      next: "Compare storageType and folderId, filePath or storageParams in the settings with the portal, and deploy again.",
    },
    {
      stage: "start",
      httpStatus: [301, 302, 303, 307, 308],
      short: "the portal has another address",
      cause:
        "The portal's address leads elsewhere. Redirects are not followed, because the API key would go with them.",
      next: "Set portalUrl to the portal's present address, and deploy again.",
    },
    {
      stage: "start",
      short: "the portal refused",
      cause: "The portal refused to be asked for a backup.",
      next: "Read below what the portal said, and try the same in the portal under Settings > Backup.",
    },
  ],
  "paid-limit": [
    {
      short: "it would be charged beyond the limit",
      cause:
        "This month's free backups are used up, and this one would have been charged beyond what the setting maxPaidBackupsPerMonth allows. So it was not asked for.",
      next: "Decide: raise maxPaidBackupsPerMonth and deploy again, or choose fewer days. Without either, the next backups come with the next month (UTC).",
    },
  ],
  "start-unanswered": [
    {
      short: "not confirmed, may have been started",
      cause:
        "The portal did not confirm the request for the backup, and no new backup could be seen afterwards. It may have been started all the same.",
      next: lookFirst,
    },
    {
      httpStatus: 500,
      said: /access denied/i,
      short: "the portal denies this storage",
      cause:
        "The portal answered the request with an access error, as ONLYOFFICE's cloud does where the archive is to go into a folder of the server.",
      next: `${runCheck} Then choose another storageType, and deploy again.`,
    },
    {
      said: /the job that had ended before/,
      short: "an old backup is in the way",
      cause: "Instead of starting a backup, the portal answered with one that had ended before.",
      next: `Cancel the old backup in the portal under Settings > Backup, then ${byHand}.`,
    },
  ],
  "no-time-left": [
    {
      short: "no time was left to start it",
      cause:
        "Another backup, or a slow portal, took the function's time before this backup could be asked for.",
      next: "Run the backup by hand when nothing else runs on the portal.",
    },
  ],
  forgotten: [
    {
      short: "it was never started",
      cause:
        "The function was not called again to start this backup: the wake-ups that it had armed were lost.",
      next: "Nothing, if the report of the following run is OK. Otherwise look at the function's log of that night.",
    },
  ],
  "other-storage": [
    {
      short: "another backup was in the way",
      cause:
        "The portal makes one backup at a time, and another one to another storage was in the place of this one.",
      next: "Look at the portal's own schedule under Settings > Backup, and give this backup another time.",
    },
  ],
  "backup-error": [
    {
      short: "the portal reports an error",
      cause: "The portal ended the backup with an error.",
      next: "Read below what the portal said. A file that lies in the folder from this run is not a backup: do not rely on it.",
    },
    {
      said: roomWords,
      short: "the backup failed for want of room",
      cause: "The portal ended the backup with an error that speaks of storage.",
      next: `Make room where the archive goes, then ${byHand}. A file that lies there from this run is not a backup.`,
    },
  ],
  cancelled: [
    {
      short: "the backup was cancelled",
      cause: "Somebody cancelled the backup in the portal, or through its API.",
      next: `Ask the portal's administrators who did. To have a backup of today, ${byHand}.`,
    },
  ],
  "not-picked-up": [
    {
      short: "the portal did not begin it",
      cause:
        "The portal accepted the backup and did not begin it within 30 minutes. Its backup service is not running, or its message queue is down.",
      next: "On your own server, restart the backup services; on the cloud, tell ONLYOFFICE support. Then cancel the waiting backup in the portal.",
    },
  ],
  "no-progress": [
    {
      short: "the backup makes no progress",
      cause: "The backup has stood still for three hours. The portal's worker has most likely crashed.",
      next: `Cancel the backup in the portal under Settings > Backup, or every further one joins this dead one. Then ${byHand}: there may be no backup of today.`,
    },
  ],
  "still-running": [
    {
      short: "still running",
      cause: "The backup was still running when this run had to end. It may end well.",
      next: lookFirst,
    },
  ],
  "not-in-history": [
    {
      short: "completed, but no archive",
      cause:
        "The portal calls the backup completed and does not have it in its history. Its file was deleted or moved, or the storage was out of reach. Portals before 3.7.1 also show a cancelled backup so.",
      next: `Look for the file where the archive goes. To have a backup of today, ${byHand}.`,
    },
    {
      said: /./,
      short: "completed, but no archive",
      cause:
        "The portal calls the backup completed, with a remark, and does not have it in its history. Portals before 3.7.1 show a cancelled backup so.",
      next: `Ask the portal's administrators whether somebody cancelled it. To have a backup of today, ${byHand}.`,
    },
  ],
  vanished: [
    {
      short: "the backup vanished",
      cause:
        "The backup disappeared from the portal before it had ended, as it does when the portal's backup service is restarted.",
      next: `If the portal was not restarted on purpose, find out why. To have a backup of today, ${byHand}.`,
    },
  ],
  replaced: [
    {
      short: "another backup took its place",
      cause:
        "The portal shows another backup in the place of this one, and does not have this one in its history.",
      next: "Look at the portal's own schedule and at other administrators' backups, and give this one another time.",
    },
  ],
  "empty-archive": [
    {
      short: "the archive is empty",
      cause: "The archive is in the portal's history, and its file has 0 bytes.",
      next: `Delete that file, see that there is room in the portal, and ${byHand}.`,
    },
  ],
  "ledger-unusable": [
    {
      short: "the run's ledger cannot be used",
      cause:
        "The DynamoDB table in which runs are written down did not answer, or denied access. Without it a second backup could be started by mistake, so none was.",
      next: `Open the table in the AWS console. If it is there, ${byHand}; if not, deploy the stack again.`,
    },
  ],
  "record-unreadable": [
    {
      short: "another version wrote this run",
      cause:
        "The run was begun by another version of this function, which wrote it down in a way that this one does not understand. A deployment came between.",
      next: lookFirst,
    },
  ],
  "unexpected-error": [
    {
      short: "unexpected error",
      cause: "The function met an error that it does not know, after it had asked for the backup.",
      next: lookFirst,
    },
    {
      stage: "start",
      short: "unexpected error before the start",
      cause: "The function met an error that it does not know, before it asked for the backup.",
      next: "Open the run's log (named below), and report the error to this project.",
    },
  ],
};

function fits(row: Row, problem: Problem): boolean {
  const { httpStatus } = row;
  if (row.stage !== undefined && row.stage !== problem.stage) return false;
  if (httpStatus !== undefined && ![httpStatus].flat().some((status) => status === problem.httpStatus))
    return false;
  return row.said === undefined || row.said.test(problem.said);
}

/** Explains a problem: what to call it, why it most likely happened, and what to do. */
export function explain(problem: Problem): Explanation {
  const [general, ...special] = table[problem.code];
  return special.find((row) => fits(row, problem)) ?? general;
}
