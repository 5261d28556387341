import { Agent, createServer, get } from "node:http";
import { Socket } from "node:net";
import { setTimeout as promised } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { agentTarget, loadShipped, runInMemory } from "../testing/run-in-memory.ts";

const globals = (): readonly unknown[] => [
  fetch,
  setTimeout,
  clearTimeout,
  setInterval,
  Date,
  performance.now,
  AbortSignal.timeout,
  crypto.subtle.digest,
  promised,
  get,
  Agent.prototype.addRequest,
  Socket.prototype.connect,
  Socket.prototype.write,
];
const timers = (): number => process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length;

describe("after a run, with everything that really intercepts,", () => {
  it.each([
    ["in-process", "finished"],
    ["in-process", "interrupted"],
    ["gateway", "finished"],
    ["gateway", "interrupted"],
  ] as const)("%s and %s: this process is as it was, and no fault is left", async (route, ending) => {
    const [shipped] = await loadShipped(["experiments/single-point-of-failure/inventory-refuses-connections.yaml"], {
      target: agentTarget("fragile"),
      repeats: 1,
    });
    if (!shipped) throw new Error("The experiment has gone.");
    const experiment = { ...shipped, tasks: shipped.tasks.slice(0, 2) };
    const [before, running] = [globals(), timers()];
    const stop = new AbortController();
    const trials = runInMemory([experiment], { route, concurrency: 1, signal: stop.signal });
    if (ending === "interrupted") setImmediate(() => setImmediate(() => stop.abort(new Error("SIGINT"))));
    const { events } = await trials;
    expect(events.at(-1)).toMatchObject({ type: "run-ended", reason: ending });
    expect(globals()).toEqual(before);
    expect(timers()).toBeLessThanOrEqual(running);

    const server = createServer((_request, response) => response.end("untouched")).listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}/`;
    expect(await (await fetch(url)).text()).toBe("untouched");
    server.closeAllConnections();
    server.close();
  });
});
