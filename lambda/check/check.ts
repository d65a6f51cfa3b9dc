import type { Configuration } from "../configuration";
import type { KeyFacts } from "../portal/portal-facts";
import type { Inspector } from "../portal/portal-inspector";
import { findNextRun } from "../report/next-run";
import type { Ports } from "../run/ports";
import { type Settled, settle } from "../settled";
import { checkBackupsLeft } from "./check-backups-left";
import { judgeCleanUp } from "./check-clean-up";
import { describeRefusal, judgeKey, judgeKeyless, judgeRights } from "./check-key";
import { checkPlan } from "./check-plan";
import { judgePortal } from "./check-portal";
import { judgeRuns, judgeSchedule, recall } from "./check-runs";
import { checkStorage } from "./check-storage";
import { type CheckLine, type Finding, notChecked, ok, warn } from "./finding";

/** What a check works with. */
export type CheckPorts = Pick<Ports, "clock" | "inspector" | "keys" | "ledger" | "portal">;

/** What was found, by what was looked at; in the order in which it is shown. */
type Findings = Readonly<Record<string, Finding>>;

/** What is nice to know is not waited for longer, so that there is time for what comes after it. */
const briefMs = 2_500;

/** One question of several: what the portal does not tell is not checked, and spoils no other. */
async function ask(question: Promise<Finding>): Promise<Finding> {
  const { value, error } = await settle(question);
  return error === undefined ? value : notChecked(describeRefusal(error));
}

async function checkOwnSchedule(inspector: Inspector, dump: boolean, untilMs: number): Promise<Finding> {
  return (await inspector.hasOwnSchedule(dump, untilMs))
    ? warn(
        "The portal makes backups by a schedule of its own as well.",
        "Switch one of the two off; the portal's is under Settings > Backup > Automatic backup.",
      )
    : ok("The portal makes no backups by itself.");
}

/** What only the portal can tell, with the key. */
async function askPortal(
  configuration: Configuration,
  { clock, inspector, portal }: CheckPorts,
  { facts, standalone, untilMs }: { facts: Settled<KeyFacts>; standalone: boolean; untilMs: number },
): Promise<Findings> {
  const { dump, storage, timeZone } = configuration;
  const nowMs = clock.now();
  const ofCloud = (question: () => Promise<Finding>) =>
    standalone ? ok("Not limited: the portal is self-hosted.") : ask(question());
  const [look, place, left, plan, schedule] = await Promise.all([
    settle(portal.look(dump, untilMs)),
    ask(checkStorage(inspector, { storage, dump }, standalone, untilMs)),
    ofCloud(() => checkBackupsLeft(inspector, configuration, nowMs, untilMs)),
    ofCloud(() => checkPlan(inspector, { nowMs, timeZone }, untilMs)),
    ask(checkOwnSchedule(inspector, dump, untilMs)),
  ]);
  return {
    Rights: judgeRights(facts, look),
    Storage: place,
    "Backups left": left,
    Plan: plan,
    "Portal's own schedule": schedule,
  };
}

function leaveUnasked(says: string): Findings {
  const names = ["Rights", "Storage", "Backups left", "Plan", "Portal's own schedule"];
  return Object.fromEntries(names.map((name) => [name, notChecked(says)]));
}

/** Whether the portal is one, whether it takes the key, and what it tells with it; each as far as the one before allows. */
async function checkPortal(
  configuration: Configuration,
  ports: CheckPorts,
  untilMs: number,
): Promise<Findings> {
  const { clock, inspector, keys } = ports;
  const readBriefly = () => Math.min(untilMs, clock.now() + briefMs);
  const [key, state, version] = await Promise.all([
    settle(keys.readAnew(untilMs)),
    settle(inspector.state(untilMs)),
    settle(inspector.version(readBriefly())),
  ]);
  const Portal = judgePortal(state, version);
  if (key.error !== undefined)
    return {
      "API key": judgeKeyless(key.error),
      Portal,
      ...leaveUnasked("There is no key to ask the portal with."),
    };
  if (state.error !== undefined)
    return {
      "API key": notChecked("The secret holds a key; whether it is valid, the portal cannot be asked."),
      Portal,
      ...leaveUnasked("The portal cannot be asked."),
    };
  const facts = await settle(inspector.key(readBriefly()));
  const nowMs = clock.now();
  const { schedule, timeZone, giveUpAfterMs } = configuration;
  const nextMs = schedule === "paused" ? nowMs : findNextRun(schedule, timeZone, nowMs);
  const judged = judgeKey(key.value, facts, { nowMs, neededUntilMs: nextMs + giveUpAfterMs, timeZone });
  const hindrance =
    judged.result === "failed"
      ? "There is no valid key to ask the portal with."
      : Portal.result === "failed" && "In this state the portal does not tell.";
  const { standalone } = state.value;
  const asked = hindrance
    ? leaveUnasked(hindrance)
    : await askPortal(configuration, ports, { facts, standalone, untilMs });
  return { "API key": judged, Portal, ...asked };
}

/**
 * Looks at all that a backup needs, and starts none. Questions that do not need each other's answers are asked at the same
 * time.
 * @param untilMs when the last answer must be there, in milliseconds since 1970
 */
export async function check(
  configuration: Configuration,
  ports: CheckPorts,
  untilMs: number,
): Promise<CheckLine[]> {
  const { backupName, portalUrl, timeZone, keepLast } = configuration;
  const nowMs = ports.clock.now();
  const [recalled, asked] = await Promise.all([
    settle(recall(ports.ledger, keepLast)),
    checkPortal(configuration, ports, untilMs),
  ]);
  const cleanUp: Findings =
    keepLast === undefined || recalled.error !== undefined
      ? {}
      : { "Clean-up": judgeCleanUp(recalled.value.runs, { keepLast, nowMs, timeZone }) };
  const findings: Findings = {
    Settings: ok(`The function is set to back up ${portalUrl}, as ${backupName}.`),
    ...asked,
    ...cleanUp,
    Runs: judgeRuns(recalled, nowMs, timeZone),
    "Next run": judgeSchedule(configuration, nowMs),
  };
  return Object.entries(findings).map(([name, finding]) => ({ check: name, ...finding }));
}
