import { once } from "node:events";
import { Agent, createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { liveNetwork } from "../cli/network.ts";
import { dependencyTable } from "../execute/dependency-table.ts";
import { type LiveTrialControl, openLive } from "../execute/live.ts";
import { monotonicClock } from "../execute/monotonic-clock.ts";
import { createRouter } from "../execute/router.ts";
import { gateway } from "../interceptors/index.ts";
import { liveTrial } from "../testing/fake-live.ts";
import { fakeProtocol } from "../testing/fake-protocol.ts";
import { fakeExperiment } from "../testing/fake-run.ts";
import { holdingFaults } from "../testing/live-faults.ts";

export interface Heard {
  /** The whole body came, with status 200, as the service wrote it. */
  readonly clean: boolean;
  readonly ms: number;
}

/** The gateway of a game day with nothing armed, and the address of the service behind it. */
export interface LiveGateway extends AsyncDisposable {
  readonly live: LiveTrialControl;
  readonly through: string;
}

/** A service on loopback, and a client that knows what it should hear from it. */
export interface ServiceAndClient extends AsyncDisposable {
  readonly direct: string;
  ask(base: string, path: "whole" | "stream"): Promise<Heard>;
}

const answer = JSON.stringify({ ok: true, text: "x".repeat(200) });
const pieces = 5;

export async function openServiceAndClient(): Promise<ServiceAndClient> {
  await using closing = new AsyncDisposableStack();
  const service = createServer({ keepAliveTimeout: 0 }, (asked, response) => {
    asked.resume();
    if (!asked.url?.endsWith("/stream")) return void response.end(answer);
    const write = (left: number): void => {
      response.write(answer);
      if (left > 1) setImmediate(write, left - 1);
      else response.end();
    };
    write(pieces);
  }).listen(0, "127.0.0.1");
  await once(service, "listening");
  closing.defer(() => {
    service.closeAllConnections();
    service.close();
  });
  const direct = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  closing.defer(() => agent.destroy());
  const all = closing.move();
  return {
    direct,
    ask: (base, path) =>
      new Promise((resolve) => {
        const began = performance.now();
        const wanted = path === "whole" ? answer : answer.repeat(pieces);
        const heard = (clean: boolean): void => resolve({ clean, ms: performance.now() - began });
        const asked = request(`${base}/${path}`, { method: "POST", agent }, (response) => {
          let text = "";
          response.setEncoding("utf8").on("data", (part: string) => {
            text += part;
          });
          response.once("end", () => heard(response.statusCode === 200 && text === wanted));
          response.once("error", () => heard(false));
        });
        asked.once("error", () => heard(false));
        asked.end("{}");
      }),
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

export async function openLiveGateway(direct: string): Promise<LiveGateway> {
  await using closing = new AsyncDisposableStack();
  const plan = fakeExperiment({});
  const map = {
    ...plan.target.map,
    dependencies: plan.target.map.dependencies
      .filter(({ name }) => name === "orders")
      .map((one) => ({ ...one, url: direct, env: "ORDERS_URL" })),
  };
  const router = createRouter();
  const interception = closing.use(await gateway().open(router));
  const live = openLive(
    {
      experiment: { ...plan, target: { ...plan.target, map } },
      router,
      clock: monotonicClock(),
      dependencies: dependencyTable(map, () => fakeProtocol("tool")),
      corpora: new Map(),
      network: liveNetwork,
      embed: () => [],
      findFault: (name) => holdingFaults.find((one) => one.name === name),
      journal: () => undefined,
      halted: () => false,
      unanswered: () => undefined,
    },
    liveTrial,
    new AbortController().signal,
  );
  closing.defer(() => live.close());
  const through = interception.environment({ trial: "live" }, map.dependencies)["ORDERS_URL"] ?? "";
  const all = closing.move();
  return { live, through, [Symbol.asyncDispose]: () => all.disposeAsync() };
}
