import type { OneTimeScheduleEvent } from "../aws/one-time-schedules";
import type { DeliveryEvent } from "../aws/schedule-delivery";

/** What became of the nightly event, in words. */
export function describeDelivery(event: DeliveryEvent): string {
  switch (event.kind) {
    case "delivered":
      return "the schedule fired, and Lambda took its event";
    case "failed":
      return `the schedule's event was refused (attempt ${event.attempt}): ${event.cause.message}`;
    case "dead-lettered":
      return "the schedule's event was given up; it lies in the dead-letter queue";
    case "lost":
      return `the schedule's event was given up and is lost: ${event.cause.message}`;
  }
}

/** What became of a wake-up that has come due, in words. */
export function describeWakeUpDelivery(
  event: DeliveryEvent,
  { number, lateMs }: { readonly number: number; readonly lateMs: number },
): string {
  switch (event.kind) {
    case "delivered":
      return `wake-up ${number} fires, ${Math.round(lateMs / 1000)} s late`;
    case "failed":
      return `wake-up ${number} was refused (attempt ${event.attempt}): ${event.cause.message}`;
    case "dead-lettered":
      return `wake-up ${number} was given up; it lies in the dead-letter queue`;
    case "lost":
      return `wake-up ${number} was given up and is lost: ${event.cause.message}`;
  }
}

/** What somebody did with a wake-up, in words. */
export function describeWakeUpEvent(
  { kind, schedule }: OneTimeScheduleEvent,
  { number, timeZone }: { readonly number: number; readonly timeZone: string },
): string {
  if (kind === "deleted") return `wake-up ${number} is deleted`;
  const time = new Intl.DateTimeFormat("en-GB", { timeZone, timeStyle: "medium" });
  return `wake-up ${number} is set for ${time.format(schedule.dueMs)}`;
}
