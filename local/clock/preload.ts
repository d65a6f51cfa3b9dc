import { ActivityReporter } from "./activity-reporter";
import { offsetVariable, parseTimeNotice } from "./clock-messages";
import { RequestCounter } from "./request-counter";
import { VirtualTime } from "./virtual-time";
import { VirtualTimers } from "./virtual-timers";
import { warpDate } from "./warp-date";
import { warpTimers } from "./warp-timers";

/*
 * Loaded by `node --require` ahead of anything else in a child process that lives by the rehearsal's clock. The
 * program that follows knows nothing of it.
 */
const offsetMs = Number(process.env[offsetVariable]);
delete process.env[offsetVariable];
if (!Number.isFinite(offsetMs) || !process.send) {
  throw new Error(
    `The clock's preload needs ${offsetVariable} and an IPC channel: start the child as the clock's startup() says.`,
  );
}

const setRealInterval = setInterval;
const time = new VirtualTime(offsetMs);
const noteActivity = () => reporter.note();
const timers = new VirtualTimers(time, noteActivity);
const requests = new RequestCounter(noteActivity);
const sendToParent = process.send.bind(process);
const reporter = new ActivityReporter({
  timers,
  requests,
  send: (report) => {
    if (process.connected) sendToParent(report);
  },
});

warpDate(time);
warpTimers(timers);
process.on("message", (message) => {
  const notice = parseTimeNotice(message);
  if (!notice) return;
  time.shift(notice.offsetMs);
  timers.rearm();
  reporter.noteNotice(notice.sequence);
});
process.channel?.unref();
// A process whose rehearsal has died, killed perhaps, would wait for its time for ever.
process.once("disconnect", () => process.exit());
reporter.start(setRealInterval);
