import { embed } from "../brains/index.ts";
import type { Clock } from "../domain/clock.ts";
import type { RunEvent } from "../domain/events.ts";
import type { Fault } from "../domain/fault.ts";
import type { LiveRadius } from "../domain/gameday.ts";
import type { World } from "../domain/ports.ts";
import type { Trial } from "../domain/trial.ts";
import { collectBody, decodeText, encodeText } from "../domain/wire.ts";
import { dependencyTable } from "../execute/dependency-table.ts";
import { type LiveTrialControl, openLive } from "../execute/live.ts";
import { monotonicClock } from "../execute/monotonic-clock.ts";
import { createRouter } from "../execute/router.ts";
import { fakeProtocol } from "./fake-protocol.ts";
import { fakeExperiment, fakeTask, fakeWorld, type Heard } from "./fake-run.ts";

export const wide: LiveRadius = { share: 1, cap: 1_000_000, for: 60_000 };

export const liveTrial: Trial = {
  id: "live",
  experiment: "e",
  task: "one",
  bystanders: [],
  arm: "treatment",
  repeat: 1,
  cell: 0,
  pair: "e/live",
};

export interface FakeLive {
  readonly live: LiveTrialControl;
  readonly events: RunEvent[];
  ask(
    url: string,
    more?: {
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: unknown;
      readonly performance?: string;
      readonly signal?: AbortSignal;
    },
  ): Promise<Heard>;
}

/** A live trial between fakes of its ports: tools answer "fine", a model says three words. */
export function fakeLive(options: {
  readonly faults: readonly Fault[];
  readonly clock?: Clock;
  readonly world?: World;
}): FakeLive {
  const experiment = fakeExperiment({ experiment: { tasks: [fakeTask("one")] } });
  const events: RunEvent[] = [];
  const router = createRouter();
  const live = openLive(
    {
      experiment,
      router,
      clock: options.clock ?? monotonicClock(),
      dependencies: dependencyTable(experiment.target.map, (name) =>
        name === "tool" || name === "model" ? fakeProtocol(name) : undefined,
      ),
      corpora: new Map(),
      createWorld: () => options.world ?? fakeWorld(),
      brain: { name: "fake", turn: async () => ({ text: "three short words", toolCalls: [], stopReason: "stop" }) },
      network: async () => {
        throw new Error("no network in these tests");
      },
      embed,
      findFault: (name) => options.faults.find((one) => one.name === name),
      journal: (event) => void events.push(event),
      halted: () => false,
      unanswered: (reason) => {
        throw new Error(reason);
      },
    },
    liveTrial,
    new AbortController().signal,
  );
  return {
    live,
    events,
    async ask(url, { headers = {}, body, performance, signal = new AbortController().signal } = {}) {
      const request = {
        method: "POST",
        url,
        headers,
        body: body === undefined ? new Uint8Array() : encodeText(JSON.stringify(body)),
      };
      const scope = { trial: "live", ...(performance === undefined ? {} : { performance }) };
      const result = await router.route(request, scope, signal);
      if (result.kind === "disconnect") return { text: "", ending: result.code };
      if (result.kind !== "reply")
        return { text: result.kind === "blocked" ? result.message : "", ending: result.kind };
      const { bytes, ending } = await collectBody(result.wire.body);
      return { status: result.wire.status, text: decodeText(bytes), ending };
    },
  };
}
