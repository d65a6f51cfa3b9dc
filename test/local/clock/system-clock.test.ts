import { systemClock } from "../../../local/clock/system-clock";
import { startChild } from "./start-child";

describe("the system's clock", () => {
  it("tells real time and keeps appointments by it", async () => {
    const begunMs = Date.now();
    await new Promise<void>((resolve) => {
      systemClock.at(begunMs + 60, resolve);
    });
    const passedMs = Date.now() - begunMs;
    expect(passedMs).toBeGreaterThanOrEqual(60);
    expect(passedMs).toBeLessThan(1000);
    expect(Math.abs(systemClock.now() - Date.now())).toBeLessThan(50);
  });

  it("keeps an appointment whose moment is past at once, and none that was cancelled", async () => {
    const kept: string[] = [];
    systemClock.at(Date.now() + 10, () => kept.push("cancelled"))();
    await new Promise<void>((resolve) => {
      systemClock.at(0, resolve);
    });
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(kept).toEqual([]);
  });

  it("does not take an appointment in more than 25 days for one that is due", async () => {
    let kept = false;
    const cancel = systemClock.at(Date.now() + 60 * 86_400_000, () => {
      kept = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 20));
    cancel();
    expect(kept).toBe(false);
  });

  it("lets time pass for nobody who is held", () => {
    const release = systemClock.hold();
    release();
    expect(Math.abs(systemClock.now() - Date.now())).toBeLessThan(50);
  });

  it("leaves a child its own time", async () => {
    const { result } = startChild(
      systemClock,
      "done({ nowMs: Date.now(), native: String(setTimeout.name) });",
    );
    const { nowMs } = Object(await result);
    expect(Math.abs(nowMs - Date.now())).toBeLessThan(2000);
  });
});
