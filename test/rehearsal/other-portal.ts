import { respondWith, type SeenRequest, startServer } from "../lambda/portal/loopback-server";

const backupMs = 3_000;
const backup = { id: "0A7E5B5E-2222-4C4C-9D9D-0123456789AB", fileName: "other_2026-03-01_04-30-00.tar.gz" };

/**
 * A portal that shares nothing with the built-in stand-in. It knows the few calls of one backup of three seconds to
 * folder 7, in real time, and words its answers differently: names for numbers, ids in capitals, dates without offset.
 */
export async function startOtherPortal(apiKey: string, { standalone = true } = {}) {
  let startedMs: number | undefined;
  const readPercent = () =>
    startedMs === undefined
      ? undefined
      : Math.min(100, Math.floor(((Date.now() - startedMs) / backupMs) * 100));
  const describeJob = () => {
    const percent = readPercent();
    if (percent === undefined) return undefined;
    const isCompleted = percent === 100;
    const status = isCompleted ? "Completed" : "Running";
    return { taskId: backup.id, progress: percent, isCompleted, status, error: "", link: "", shard: 3 };
  };
  const listHistory = () =>
    readPercent() === 100 ? [{ ...backup, storageType: "Documents", createdOn: "2026-03-01T04:30:00" }] : [];
  const start = ({ body }: SeenRequest) => {
    const wanted = {
      storageType: "Documents",
      storageParams: [{ key: "folderId", value: "7" }],
      dump: false,
    };
    if (startedMs !== undefined || JSON.stringify(JSON.parse(body)) !== JSON.stringify(wanted))
      return "refused";
    startedMs = Date.now();
    return describeJob();
  };
  const settings = { standalone, tenantStatus: "Active" };
  const routes: Record<string, (request: SeenRequest) => unknown> = {
    "GET /api/2.0/settings": () => settings,
    "GET /api/2.0/files/@my": () => ({ current: { id: 7, title: "Mine" }, files: [] }),
    "GET /api/2.0/backup/getbackupprogress": describeJob,
    "POST /api/2.0/backup/startbackup": start,
    "GET /api/2.0/backup/getbackuphistory": listHistory,
    "GET /api/2.0/files/7": () => ({ files: [{ title: backup.fileName, pureContentLength: 123_456_789 }] }),
  };
  return await startServer((request, response) => {
    const route = routes[`${request.method} ${request.url.replace(/\?.*/, "")}`];
    const isOpen = route === routes["GET /api/2.0/settings"];
    const isKnown = request.headers.authorization === `Bearer ${apiKey}`;
    if (!isOpen && !isKnown) return void response.writeHead(401).end();
    const result = route?.(request) ?? undefined;
    if (route === undefined || result === "refused") return void response.writeHead(400).end();
    respondWith(response, result);
  });
}
