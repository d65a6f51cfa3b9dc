import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { VirtualClock } from "../../../local/clock/virtual-clock";
import { startChild } from "./start-child";

const startMs = Date.UTC(2026, 2, 1, 4, 30);
const hourMs = 3_600_000;

const servers: Server[] = [];
let clock: VirtualClock;

beforeEach(() => {
  clock = new VirtualClock({ startMs, speed: Number.POSITIVE_INFINITY });
});

afterEach(() => {
  clock.close();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  servers.push(server);
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server listens on no port.");
  return `http://127.0.0.1:${(address satisfies AddressInfo).port}/`;
}

/** Never answers, and says that it does not mean to. */
const hang: RequestListener = (request, response) => {
  const release = clock.hold();
  response.once("close", release);
  request.resume();
};

/** Answers after that much virtual time. */
function answerAfter(delayMs: number): RequestListener {
  return (_request, response) => {
    const release = clock.hold();
    clock.at(clock.now() + delayMs, () => {
      release();
      response.end("late");
    });
  };
}

describe("a child's time", () => {
  it("passes hours of sleep in an instant, and Date tells the right time", async () => {
    const begunMs = performance.now();
    const { result } = startChild(
      clock,
      `const before = Date.now(); const clockBefore = performance.now();
       await new Promise((wake) => setTimeout(wake, 12 * ${hourMs}));
       done({ before, after: new Date().getTime(), measured: performance.now() - clockBefore, text: typeof Date(), zero: new Date(0).toISOString(), instance: new Date() instanceof Date, made: new Date().constructor === Date });`,
    );
    const { before, after, measured, ...rest } = Object(await result);
    expect(performance.now() - begunMs).toBeLessThan(5000);
    expect(before - startMs).toBeGreaterThanOrEqual(0);
    expect(before - startMs).toBeLessThan(5000);
    expect(after - before).toBeGreaterThanOrEqual(12 * hourMs);
    expect(after - before).toBeLessThan(12 * hourMs + 1000);
    expect(measured).toBeCloseTo(after - before, -2);
    expect(rest).toEqual({ text: "string", zero: "1970-01-01T00:00:00.000Z", instance: true, made: true });
  });

  it("is the parent's", async () => {
    const { result } = startChild(clock, `setTimeout(() => done(Date.now()), ${hourMs});`);
    expect(Math.abs(Number(await result) - clock.now())).toBeLessThan(2000);
  });

  it("costs less than 15 ms of real time for each of many sleeps", async () => {
    const { result } = startChild(
      clock,
      `const begun = process.hrtime.bigint();
       for (let night = 0; night < 300; night++) await new Promise((wake) => setTimeout(wake, ${hourMs}));
       done({ realMs: Number(process.hrtime.bigint() - begun) / 1e6, atMs: Date.now() });`,
    );
    const { realMs, atMs } = Object(await result);
    expect(realMs / 300).toBeLessThan(15);
    expect(Math.abs(atMs - startMs - 300 * hourMs)).toBeLessThan(10_000);
  });

  it("runs like real time where the clock may not hurry", async () => {
    clock.speed = 1;
    const { result } = startChild(
      clock,
      `const begun = process.hrtime.bigint(); const before = Date.now();
       setTimeout(() => done({ realMs: Number(process.hrtime.bigint() - begun) / 1e6, passedMs: Date.now() - before }), 200);`,
    );
    const { realMs, passedMs } = Object(await result);
    expect(realMs).toBeGreaterThanOrEqual(199);
    expect(Math.abs(passedMs - realMs)).toBeLessThan(20);
  });

  it("passes at the speed asked for, and now() moves on meanwhile", async () => {
    clock.close();
    clock = new VirtualClock({ startMs, speed: 1000 });
    const seenMs: number[] = [];
    const sampler = setInterval(() => seenMs.push(clock.now()), 20);
    const begunMs = performance.now();
    await startChild(clock, `setTimeout(() => done(0), 300000);`).result;
    clearInterval(sampler);
    const realMs = performance.now() - begunMs;
    expect(realMs).toBeGreaterThanOrEqual(300);
    expect(realMs).toBeLessThan(2000);
    expect(seenMs).toEqual(seenMs.toSorted((a, b) => a - b));
    const withinMs = seenMs.filter((atMs) => atMs > startMs + 10_000 && atMs < startMs + 290_000);
    expect(withinMs.length).toBeGreaterThan(5);
  });

  it("stays right when a leap is broken off and taken up again", async () => {
    clock.close();
    clock = new VirtualClock({ startMs, speed: 1000 });
    const { result } = startChild(
      clock,
      `const before = Date.now();
       setTimeout(() => done({ before, after: Date.now() }), 600000);`,
    );
    const keptAtMs: number[] = [];
    const disturber = setInterval(() => {
      const atMs = clock.now() + 1000;
      clock.at(atMs, () => keptAtMs.push(clock.now() - atMs));
      clock.hold()();
    }, 60);
    const { before, after } = Object(await result);
    clearInterval(disturber);
    expect(after - before).toBeGreaterThanOrEqual(600_000);
    expect(after - before).toBeLessThan(602_000);
    expect(keptAtMs.length).toBeGreaterThan(3);
    expect(Math.min(...keptAtMs)).toBeGreaterThanOrEqual(0);
  });

  it("leaps as soon as the clock may hurry", async () => {
    clock.speed = 1;
    const { process: child, result } = startChild(clock, `setTimeout(() => done("woken"), ${12 * hourMs});`);
    await once(child, "message");
    clock.speed = Number.POSITIVE_INFINITY;
    expect(await result).toBe("woken");
  });
});

describe("a child's timers", () => {
  it("fire in the order in which they are due, those of one moment in the order in which they were set", async () => {
    const { result } = startChild(
      clock,
      `const order = [];
       const set = (name, delayMs) => setTimeout(() => order.push(name), delayMs);
       set("last", ${2 * hourMs}); set("c", ${hourMs}); set("a", 1000); set("d", ${hourMs}); set("b", 2000);
       clearTimeout(set("never", 3000)); clearTimeout(Number(set("never either", 3000)));
       setTimeout(() => done(order), ${2 * hourMs} + 1);`,
    );
    expect(await result).toEqual(["a", "b", "c", "d", "last"]);
  });

  it("let promises settle between two that are due at once", async () => {
    const { result } = startChild(
      clock,
      `const order = [];
       const dueMs = Date.now() + ${hourMs};
       const block = () => { while (performance.now() < begunMs + 20); };
       const begunMs = performance.now();
       setTimeout(() => { order.push("one"); Promise.resolve().then(() => order.push("after one")); }, 5);
       setTimeout(() => { order.push("two"); done(order); }, 6);
       block();`,
    );
    expect(await result).toEqual(["one", "after one", "two"]);
  });

  it("repeat, refresh, and are what Node's are", async () => {
    const { result } = startChild(
      clock,
      `const before = Date.now(); const ticks = [];
       const hours = () => Math.round((Date.now() - before) / ${hourMs});
       await new Promise((resolve) => {
         const interval = setInterval((step) => { ticks.push(hours() * step); if (ticks.length === 3) { clearInterval(interval); resolve(); } }, ${hourMs}, 10);
       });
       const refreshed = setTimeout(() => ticks.push("refreshed at " + hours()), ${2 * hourMs});
       setTimeout(() => refreshed.refresh(), ${hourMs});
       const timer = setTimeout(() => undefined, 5);
       const marks = [timer.hasRef(), timer.unref().hasRef(), timer.ref() === timer, typeof +timer, typeof timer.close, require("node:timers").setTimeout === setTimeout];
       timer.close();
       await require("node:timers/promises").setTimeout(${5 * hourMs});
       done({ ticks, marks, value: await require("node:util").promisify(setTimeout)(${hourMs}, "value"), end: hours() });`,
    );
    expect(await result).toEqual({
      ticks: [10, 20, 30, "refreshed at 6"],
      marks: [true, false, true, "number", "function", true],
      value: "value",
      end: 9,
    });
  });

  it("keep the asynchronous context in which they were set", async () => {
    const { result } = startChild(
      clock,
      `const { AsyncLocalStorage } = require("node:async_hooks");
       const storage = new AsyncLocalStorage();
       storage.run("mine", () => setTimeout(() => done(storage.getStore()), ${hourMs}));`,
    );
    expect(await result).toBe("mine");
  });

  it("can be waited for with a signal that ends the waiting", async () => {
    const { result } = startChild(
      clock,
      `const { setTimeout: wait } = require("node:timers/promises");
       const before = Date.now();
       const error = await wait(${12 * hourMs}, undefined, { signal: AbortSignal.timeout(${hourMs}) }).catch((reason) => reason);
       const already = await wait(1, undefined, { signal: AbortSignal.abort() }).catch((reason) => reason);
       done([error.name, error.code, error.cause.name, already.code, Math.round((Date.now() - before) / 1000)]);`,
    );
    expect(await result).toEqual(["AbortError", "ABORT_ERR", "TimeoutError", "ABORT_ERR", 3600]);
  });

  it("refuse what Node refuses", async () => {
    const { result } = startChild(
      clock,
      `const codeOf = (act) => { try { act(); } catch (error) { return error.code; } };
       done([codeOf(() => setTimeout("text", 1)), codeOf(() => AbortSignal.timeout(-1)), codeOf(() => AbortSignal.timeout("x"))]);`,
    );
    expect(await result).toEqual(["ERR_INVALID_ARG_TYPE", "ERR_OUT_OF_RANGE", "ERR_OUT_OF_RANGE"]);
  });
});

describe.each([
  ["fetch", "(url, signal) => fetch(url, { signal }).then((answer) => answer.text())"],
  [
    "node:http",
    `(url, signal) => new Promise((resolve, reject) => {
       require("node:http").get(url, { signal, agent }, async (answer) => resolve(await require("node:stream/consumers").text(answer))).on("error", reject);
     })`,
  ],
])("a request by %s", (_name, request) => {
  const prelude = `const agent = new (require("node:http").Agent)({ keepAlive: true }); const ask = ${request};`;

  it("that hangs is given up at the right virtual moment", async () => {
    const url = await serve(hang);
    const { result } = startChild(
      clock,
      `${prelude}
       const before = Date.now();
       const error = await ask(${JSON.stringify(url)}, AbortSignal.timeout(1800000)).catch((reason) => reason.cause ?? reason);
       done({ name: error.name, seconds: Math.round((Date.now() - before) / 1000) });`,
    );
    expect(await result).toEqual({ name: "TimeoutError", seconds: 1800 });
  });

  it("on which the server is really working is not given up early", async () => {
    const url = await serve((_request, response) => setTimeout(() => response.end("worked"), 300));
    const { result } = startChild(
      clock,
      `${prelude}
       const before = Date.now();
       const text = await ask(${JSON.stringify(url)}, AbortSignal.timeout(1000));
       done({ text, passedMs: Date.now() - before });`,
    );
    const { text, passedMs } = Object(await result);
    expect(text).toBe("worked");
    expect(passedMs).toBeGreaterThanOrEqual(299);
    expect(passedMs).toBeLessThan(700);
  });

  it("that is answered late takes that long in virtual time", async () => {
    const url = await serve(answerAfter(40 * 60_000));
    const { result } = startChild(
      clock,
      `${prelude}
       const before = Date.now();
       const text = await ask(${JSON.stringify(url)}, AbortSignal.timeout(${hourMs}));
       done({ text, minutes: Math.round((Date.now() - before) / 60000) });`,
    );
    expect(await result).toEqual({ text: "late", minutes: 40 });
  });

  it("leaves connections that do not stop the clock", async () => {
    const url = await serve((_request, response) => response.end("well"));
    const { result } = startChild(
      clock,
      `${prelude}
       const begun = process.hrtime.bigint();
       for (let look = 0; look < 20; look++) { await ask(${JSON.stringify(url)}); await new Promise((wake) => setTimeout(wake, ${hourMs})); }
       done(Number(process.hrtime.bigint() - begun) / 1e6);`,
    );
    expect(await result).toBeLessThan(1000);
  });

  it("whose connection fails is over", async () => {
    const { result } = startChild(
      clock,
      `${prelude}
       const failed = await ask("http://127.0.0.1:1/").then(() => false, () => true);
       await new Promise((wake) => setTimeout(wake, ${12 * hourMs}));
       done(failed);`,
    );
    expect(await result).toBe(true);
  });
});

it.each([
  ["cancelled", "await answer.body.cancel();"],
  ["aborted", "abort.abort();"],
])("an answer whose body is %s half-way ends the request", async (_name, ending) => {
  const url = await serve((_request, response) => {
    response.write("x".repeat(1_000_000));
  });
  const { result } = startChild(
    clock,
    `const abort = new AbortController();
     const answer = await fetch(${JSON.stringify(url)}, { signal: abort.signal });
     ${ending}
     await new Promise((wake) => setTimeout(wake, ${12 * hourMs}));
     done("slept");`,
  );
  expect(await result).toBe("slept");
});

describe("the clock", () => {
  it("does not leap while a child computes", async () => {
    const { result } = startChild(
      clock,
      `const before = Date.now(); const begun = process.hrtime.bigint();
       setTimeout(() => undefined, 12 * ${hourMs});
       while (process.hrtime.bigint() - begun < 300_000_000n);
       await new Promise(setImmediate);
       done(Date.now() - before);`,
    );
    const passedMs = Number(await result);
    expect(passedMs).toBeGreaterThanOrEqual(299);
    expect(passedMs).toBeLessThan(400);
  });

  it("does not leap while a child reads files", async () => {
    const { result } = startChild(
      clock,
      `const { readFile } = require("node:fs/promises");
       setTimeout(() => undefined, 12 * ${hourMs});
       const before = Date.now();
       for (let round = 0; round < 300; round++) await readFile(__filename);
       done(Date.now() - before);`,
    );
    expect(await result).toBeLessThan(5000);
  });

  it("serves two children at once, each to its time", async () => {
    const source = (hours: number) => `
      const before = Date.now();
      for (let hour = 0; hour < ${hours}; hour++) await new Promise((wake) => setTimeout(wake, ${hourMs}));
      done(Math.round((Date.now() - before) / ${hourMs}));`;
    const children = [startChild(clock, source(5)), startChild(clock, source(12))];
    expect(await Promise.all(children.map(({ result }) => result))).toEqual([5, 12]);
  });

  it("waits for the child that works while another sleeps", async () => {
    const sleeper = startChild(clock, `setTimeout(() => done(Date.now()), 12 * ${hourMs});`);
    const worker = startChild(
      clock,
      `const before = Date.now(); const begun = process.hrtime.bigint();
       while (process.hrtime.bigint() - begun < 400_000_000n) await new Promise(setImmediate);
       done(Date.now() - before);`,
    );
    expect(await worker.result).toBeLessThan(2000);
    expect(Math.round((Number(await sleeper.result) - startMs) / hourMs)).toBe(12);
  });

  it("goes on when a child is killed, with a request that is held", async () => {
    let noteAsked: () => void = () => undefined;
    const asked = new Promise<void>((resolve) => {
      noteAsked = resolve;
    });
    const url = await serve((request, response) => {
      hang(request, response);
      noteAsked();
    });
    const victim = startChild(clock, `await fetch(${JSON.stringify(url)}); done("answered");`);
    await asked;
    victim.process.kill("SIGKILL");
    await expect(victim.result).rejects.toThrow("printed nothing");
    const reachedMs = await new Promise<number>((resolve) => {
      clock.at(clock.now() + 12 * hourMs, () => resolve(clock.now()));
    });
    expect(Math.round((reachedMs - startMs) / hourMs)).toBe(12);
  });

  it("ends a child whose parent has left it", async () => {
    const { process: child } = startChild(clock, "setInterval(() => undefined, 1000);");
    await once(child, "message");
    const exit = once(child, "exit");
    child.disconnect();
    expect(await exit).toEqual([0, null]);
  });

  it("keeps appointments in order, also those made meanwhile, and none that was cancelled", async () => {
    const kept: string[] = [];
    const cancel = clock.at(startMs + 2 * hourMs, () => kept.push("cancelled"));
    await new Promise<void>((resolve) => {
      clock.at(startMs + 3 * hourMs, () => {
        kept.push("third");
        clock.at(startMs + 4 * hourMs, resolve);
      });
      clock.at(startMs + hourMs, () => {
        kept.push("first");
        cancel();
      });
    });
    expect(kept).toEqual(["first", "third"]);
    expect(clock.now() - startMs).toBeGreaterThanOrEqual(4 * hourMs);
  });

  it("does not leap while this process has a request of its own under way that nobody holds", async () => {
    const url = await serve((_request, response) => setTimeout(() => response.end("worked"), 200));
    let leaptBeforeAnswer = false;
    let answered = false;
    const appointment = new Promise<void>((resolve) => {
      clock.at(startMs + hourMs, () => {
        leaptBeforeAnswer = !answered;
        resolve();
      });
    });
    expect(await (await fetch(url)).text()).toBe("worked");
    answered = true;
    await appointment;
    expect(leaptBeforeAnswer).toBe(false);
  });

  it("takes an end of holding that is said twice for one", async () => {
    const release = clock.hold();
    release();
    release();
    const reached = new Promise<void>((resolve) => {
      clock.at(startMs + hourMs, resolve);
    });
    await reached;
    expect(clock.now()).toBeGreaterThanOrEqual(startMs + hourMs);
  });

  it("runs like real time, and keeps its appointments, while something is held that nobody waits for", async () => {
    clock.hold();
    const begunMs = performance.now();
    await new Promise<void>((resolve) => {
      clock.at(clock.now() + 200, resolve);
    });
    expect(performance.now() - begunMs).toBeGreaterThanOrEqual(199);
  });

  it("refuses a speed below 1", () => {
    expect(() => new VirtualClock({ startMs, speed: 0.5 })).toThrow("0.5: expected a number from 1");
    expect(() => {
      clock.speed = Number.NaN;
    }).toThrow("NaN");
  });
});
