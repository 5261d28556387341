import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { RunReport } from "../domain/judgement.ts";
import { findProtocol } from "../protocols/index.ts";
import { loadShipped, root, runInMemory } from "../testing/run-in-memory.ts";

/** The same support desk on other providers' clients. */
const wires = ["responses", "anthropic", "bedrock", "gemini"] as const;
const agents = ["fragile", "sturdy"] as const;

/** One shipped experiment for each of the five injections. */
const injections = {
  throttling: "insufficient-capacity/model-throttled",
  "inference errors": "incorrect-response/error-in-the-stream",
  "stale knowledge": "incorrect-response/stale-policies",
  "tool outages": "single-point-of-failure/inventory-refuses-connections",
  "latency spikes": "excessive-latency/stream-stalls-behind-keep-alives",
} as const;

describe.each(wires)("the agents on %s", (wire) => {
  const reports = new Map<string, RunReport>();
  beforeAll(async () => {
    for (const agent of agents) {
      const target = join(root, "fixtures", "agents", agent, "wires", `${wire}.yaml`);
      const shipped = await loadShipped(filesFor(wire), { target });
      reports.set(agent, (await runInMemory(shipped)).report);
    }
  }, 120_000);

  it("solve every task when nothing is wrong", () => {
    for (const agent of agents) {
      const experiments = reports.get(agent)?.experiments ?? [];
      expect(experiments).toHaveLength(Object.keys(injections).length);
      for (const { experiment, outcomes, trials } of experiments) {
        expect([experiment.id, trials.failed, outcomes.control.correct]).toEqual([
          experiment.id,
          0,
          trials.finished / 2,
        ]);
      }
    }
  });

  it("come apart under each of the five injections: the fragile one is convicted, the sturdy one acquitted", () => {
    const verdicts = (agent: string): Record<string, string> =>
      Object.fromEntries((reports.get(agent)?.experiments ?? []).map((one) => [one.experiment.id, one.verdict]));
    for (const verdict of Object.values(verdicts("fragile"))) expect(verdict).toBe("broken");
    for (const [id, verdict] of Object.entries(verdicts("sturdy"))) expect([id, verdict]).toEqual([id, "held"]);
  });
});

/** Providers that never say how long to wait, or have no pings, are asked the question that they can be asked. */
function filesFor(wire: (typeof wires)[number]): string[] {
  const protocol = findProtocol(wire === "responses" ? "openai" : wire);
  const instead: Readonly<Record<string, string>> = {
    ...(protocol?.announcesWait === false
      ? { [injections.throttling]: "insufficient-capacity/model-throttled-without-hint" }
      : {}),
    ...(protocol?.midStream?.keepAlive ? {} : { [injections["latency spikes"]]: "excessive-latency/inventory-hangs" }),
  };
  return Object.values(injections).map((file) => `experiments/${instead[file] ?? file}.yaml`);
}
