import { createHmac } from "node:crypto";
import { demandAdmin, hasLiveKey } from "./access";
import { type Answer, emptyAnswer, Refusal } from "./answer";
import { isPresent } from "./archives";
import type { Call } from "./call";
import type { Archive, PortalState } from "./portal-state";

/** Above this size the portal does not serve an archive itself, it redirects to the store. */
const SERVED_BELOW_BYTES = 100_000_000;
const REDIRECT_LIVES_MS = 15_000;

/** The portal-relative link of an archive in temporary storage: needs its signature and an administrator. */
export function signPortalLink(state: PortalState, { fileName }: Archive): string {
  return `/storage/backup/${fileName}?auth=${sign(state, fileName)}`;
}

/** A link that opens without login until `untilMs`: whoever has it has the portal's data. */
export function signStoreLink(
  state: PortalState,
  origin: string,
  { fileName }: Archive,
  untilMs: number,
): string {
  const signature = sign(state, `${fileName}@${untilMs}`);
  return `${origin}/object-store/${fileName}?expires=${untilMs}&signature=${signature}`;
}

/** Answers a portal-relative link. */
export function downloadFromPortal(call: Call, fileName: string): Answer {
  if (!hasLiveKey(call)) {
    throw new Refusal(emptyAnswer(401));
  }
  demandAdmin(call);
  const { request, state, nowMs } = call;
  if (request.query.get("auth") !== sign(state, fileName)) {
    throw new Refusal(emptyAnswer(403));
  }
  const archive = findArchive(call, fileName);
  if (archive.sizeBytes < SERVED_BELOW_BYTES) {
    return serve(archive);
  }
  const location = signStoreLink(state, request.origin, archive, nowMs + REDIRECT_LIVES_MS);
  return { status: 302, headers: { location }, body: "" };
}

/** Answers a pre-signed link. Like S3, the store refuses a caller who presents a second proof. */
export function downloadFromStore(call: Call, fileName: string): Answer {
  const { request, state, nowMs } = call;
  if (request.authorization !== undefined) {
    throw new Refusal(storeError(400, "InvalidArgument"));
  }
  const untilMs = Number(request.query.get("expires"));
  if (request.query.get("signature") !== sign(state, `${fileName}@${untilMs}`) || nowMs >= untilMs) {
    throw new Refusal(storeError(403, "AccessDenied"));
  }
  return serve(findArchive(call, fileName));
}

function sign({ linkSecret }: PortalState, text: string): string {
  return createHmac("sha256", linkSecret).update(text).digest("hex");
}

function findArchive({ state, nowMs }: Call, fileName: string): Archive {
  const archive = state.archives.find((one) => one.fileName === fileName && isPresent(one, nowMs));
  if (archive === undefined) {
    throw new Refusal(emptyAnswer(404));
  }
  return archive;
}

function serve({ sizeBytes }: Archive): Answer {
  return { status: 200, headers: { "content-type": "application/octet-stream" }, body: { sizeBytes } };
}

function storeError(status: number, code: string): Answer {
  return {
    status,
    headers: { "content-type": "application/xml" },
    body: `<Error><Code>${code}</Code></Error>`,
  };
}
