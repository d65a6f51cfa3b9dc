import type { Configuration } from "../configuration";
import { PortalError } from "../portal/portal-error";
import type { PortalFolder } from "../portal/portal-facts";
import type { Inspector } from "../portal/portal-inspector";
import { type Finding, fail, ok, warn } from "./finding";

const deployFolder = "Set folderId to the number in the address of a folder of yours, and deploy again.";
const deployStorage = "Choose another storageType (README, Settings), and deploy again.";

function judgeFolder({ title, isWritable, isRoot }: PortalFolder): Finding {
  const named = `The folder "${title}"`;
  if (isRoot) return fail(`${named} is one of the portal's own, which takes no files.`, deployFolder);
  if (isWritable === false)
    return fail(
      `${named} cannot be written to by the key's owner.`,
      "Give the key's owner the right to add files there.",
    );
  return ok(`${named} takes the archive.`);
}

async function checkFolder(
  inspector: Inspector,
  folderId: string | undefined,
  untilMs: number,
): Promise<Finding> {
  try {
    return judgeFolder(await inspector.folder(folderId, untilMs));
  } catch (error) {
    if (!(error instanceof PortalError)) throw error;
    const named = folderId === undefined ? 'folder "My documents" of the key\'s owner' : `folder ${folderId}`;
    if (error.status === 404) return fail(`The portal has no ${named}.`, deployFolder);
    if (error.status === 403) return fail(`The key may not open the ${named}.`, deployFolder);
    throw error;
  }
}

async function checkModule(
  inspector: Inspector,
  { module = "", ...given }: Readonly<Record<string, string>>,
  untilMs: number,
): Promise<Finding> {
  const modules = await inspector.modules(untilMs);
  const found = modules.find(({ id }) => id === module);
  if (found === undefined) {
    const known = modules.map(({ id }) => id).join(", ");
    return fail(`The portal has no storage module ${module}, but ${known || "none"}.`, deployStorage);
  }
  if (found.isSet !== true)
    return fail(
      `The storage module ${module} is not connected.`,
      "Connect it in the portal under Settings > Integration.",
    );
  const missing = (found.properties ?? [])
    .map(({ name }) => name)
    .filter((name) => given[name] === undefined);
  return missing.length === 0
    ? ok(`The storage module ${module} is connected.`)
    : warn(
        `storageParams lacks what the module ${module} knows: ${missing.join(", ")}.`,
        "Add it, unless it may be left out.",
      );
}

/** Whether the place for the archive exists and can be used. */
export async function checkStorage(
  inspector: Inspector,
  { storage: { type, params }, dump }: Pick<Configuration, "storage" | "dump">,
  standalone: boolean,
  untilMs: number,
): Promise<Finding> {
  const { folderId } = params;
  if (dump && !standalone)
    return fail("The cloud makes no backup of a whole installation.", "Set dump to false, and deploy again.");
  switch (type) {
    case "Documents":
      if (folderId !== undefined && !/^\d+$/.test(folderId))
        return fail(`folderId ${JSON.stringify(folderId)} is not the number of a folder.`, deployFolder);
      return await checkFolder(inspector, folderId, untilMs);
    case "ThridpartyDocuments":
      return await checkFolder(inspector, folderId, untilMs);
    case "Local":
      return standalone
        ? ok(
            `The portal does not tell whether its server has the folder ${params.filePath}: the first report does.`,
          )
        : fail("The cloud has no folders of a server.", deployStorage);
    case "DataStore":
      return warn("The portal deletes each archive after 24 hours.", "See that something fetches it before.");
    case "ThirdPartyConsumer":
      return await checkModule(inspector, params, untilMs);
  }
}
