import type { SentMail } from "./aws/ses";
import { idleFactor, type Request } from "./command-line";
import { deployApp } from "./rehearsal/deploy-app";
import { findFreePort } from "./rehearsal/free-port";
import type { Night } from "./rehearsal/night";
import { Rehearsal } from "./rehearsal/rehearsal";
import { standInSettings } from "./rehearsal/rehearsal-portal";
import { runUserCommand } from "./rehearsal/run-user-command";
import { announceDeployment } from "./terminal/announce-deployment";
import { Narrator } from "./terminal/narrator";
import { drawProgressBar } from "./terminal/progress-bar";
import type { Screen } from "./terminal/screen";

const redrawEveryMs = 100;

/**
 * Rehearses nights with the stand-in portal, telling what happens, or what a person would run before them or after them.
 * @param onNight is called at the end of each
 * @param onMail is called with each mail that SES accepts
 * @returns the exit code of what a person would run; undefined if it was not asked for
 */
export async function rehearse(
  request: Extract<Request, { kind: "rehearse" }>,
  screen: Screen,
  onNight: (night: Night) => void,
  onMail: (mail: SentMail) => void,
): Promise<number | undefined> {
  const { scenario, nights, speed, seed, killAt, command, settings } = request;
  screen.print(`Rehearsal "${scenario.name}": ${scenario.summary}`);
  const portalPort = await findFreePort();
  const app = await announceDeployment(screen, () =>
    deployApp(`http://127.0.0.1:${portalPort}`, { ...standInSettings, ...scenario.settings, ...settings }),
  );
  const { deployment, remove } = app;
  let narrator: Narrator | undefined;
  const onLogLine = (line: string) => narrator?.tellLogLine(line);
  const afterMs = Date.now();
  const rehearsal = await Rehearsal.open({
    deployment,
    scenario,
    portalPort,
    speed,
    speedBetween: speed * idleFactor,
    seed,
    killAt,
    afterMs,
    onLogLine,
  });
  const { portal, account, clock } = rehearsal;
  narrator = new Narrator(screen, clock, deployment.schedules[0]?.timeZone ?? "UTC");
  const tell = (happening: string) => narrator?.tell(happening);
  portal.onRequest(({ method, path, status }) => {
    if (method !== "GET" || (status ?? 0) >= 300)
      tell(`portal: ${method} ${path} → ${status ?? "no answer"}`);
  });
  account.ses.onMail = (mail) => {
    tell(`mail: ${mail.subject}`);
    onMail(mail);
  };
  const redraw = setInterval(() => {
    const view = portal.job?.view;
    if (view !== undefined)
      screen.showStatus(`  the portal's backup ${drawProgressBar(view.progressPercent)}`);
  }, redrawEveryMs);
  try {
    for (let night = 1; night <= nights && command !== "check"; night++) {
      if (night > 1) await rehearsal.skipDay();
      if (nights > 1) screen.print(`\nNight ${night} of ${nights}`);
      const lived = await rehearsal.live(tell);
      screen.showStatus("");
      onNight(lived);
    }
    if (command === undefined) return undefined;
    // What a person would run speaks for itself.
    narrator = undefined;
    clearInterval(redraw);
    if (command === "history") screen.print();
    screen.print(`> npm run ${command}`);
    return await runUserCommand(account, command);
  } finally {
    clearInterval(redraw);
    screen.showStatus("");
    await rehearsal.close();
    remove();
  }
}
