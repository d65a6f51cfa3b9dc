import { describeError } from "../outside-text";
import { PortalError, type Trouble } from "../portal/portal-error";
import type { PortalState } from "../portal/portal-facts";
import type { Settled } from "../settled";
import { type Finding, fail, ok, warn } from "./finding";

const tryBrowser =
  "Open the setting portalUrl in a browser: if the portal is well there, see what stands between.";
const compare =
  "Compare the setting portalUrl with the portal's address, see what stands in front of it, and deploy again.";

const unreachable = {
  name: fail(
    "The host of portalUrl has no address in the domain name system.",
    "Compare the setting portalUrl with the portal's address, letter by letter, and deploy again.",
  ),
  certificate: fail(
    "No trusted connection (TLS) to the portal can be made.",
    "See that the portal's certificate is valid, complete and issued for this host, and that portalUrl names its HTTPS port.",
  ),
  connection: fail("Nothing accepts connections at the portal's address.", tryBrowser),
} as const;

function judgeTrouble(trouble: Trouble): Finding {
  const said = trouble.said === "" ? "" : `: ${trouble.said}`;
  switch (trouble.kind) {
    case "unreachable":
      return unreachable[trouble.reason];
    case "unanswered":
      return fail(`The portal does not answer in time${said}.`, tryBrowser);
    case "rate-limited":
      return warn("The portal gets too many requests at the moment.", "Check again in some minutes.");
    case "failing":
      return fail(
        `The portal, or the server in front of it, fails with HTTP ${trouble.status}${said}.`,
        tryBrowser,
      );
    case "refused":
      return fail(`What answers at portalUrl is not a DocSpace: HTTP ${trouble.status}${said}.`, compare);
    case "unreadable":
      return fail(`What answers at portalUrl does not speak like a DocSpace${said}.`, compare);
  }
}

const wait = "Wait until it is over: until then each backup is refused.";

const states: Readonly<Record<string, Finding>> = {
  suspended: fail(
    "The portal is suspended.",
    "Reactivate it as its owner, with the link that it mails then.",
  ),
  restoring: fail("The portal is being restored from a backup.", wait),
  encryption: fail("The portal's storage is being encrypted.", wait),
};

/** Whether a DocSpace answers, which one, and how it is. */
export function judgePortal(state: Settled<PortalState>, version: Settled<string>): Finding {
  const { value, error } = state;
  if (error instanceof PortalError) return judgeTrouble(error.trouble);
  if (value === undefined) return fail(`The portal could not be asked: ${describeError(error)}.`, tryBrowser);
  const { standalone, status } = value;
  if (status !== "active")
    return (
      states[status] ?? fail(`The portal is not active: state ${status}.`, "Look at the portal in a browser.")
    );
  const where = standalone ? "self-hosted" : "in ONLYOFFICE's cloud";
  return ok(`DocSpace ${version.value ?? "of unknown version"} answers, ${where}.`);
}
