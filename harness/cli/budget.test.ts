import { describe, expect, it } from "vitest";
import type { Budget } from "../domain/budget.ts";
import type { RunEvent } from "../domain/events.ts";
import { check } from "../testing/check-cli.ts";
import { cliHere, project } from "../testing/child-cli.ts";
import { loadShipped, runInMemory } from "../testing/run-in-memory.ts";
import { command, once, small } from "../testing/small-project.ts";
import { watchBudget } from "./budget.ts";

const suite = (budget: string) => ({
  "suites/s.yaml": `title: S\nexperiments: [../experiment.yaml]\nbudget: ${budget}\n`,
  "gate.yaml": "experiments: { broken: 0, inconclusive: 0 }\n",
});

describe("a suite's budget", () => {
  it("of trials refuses a plan that is larger, before anything is run", async () => {
    using at = project(suite("{ trials: 11 }"));
    check(await cliHere(["run", "suites/s.yaml", "-o", "runs"], at.cwd), 2, [
      /suites\/s\.yaml:3:9 12 trials are planned, and the budget is 11\. Select fewer/,
    ]);
  });

  it("of time ends the run as aborted, and a gate does not pass it", async () => {
    using at = project(suite("{ wallTime: 1ms }"));
    check(await cliHere(["gate", "suites/s.yaml", "-q", "-o", "runs"], at.cwd), 4, [
      /The budget is spent \(suites\/s\.yaml:3:9\): 1ms of real time/,
      /GATE INCONCLUSIVE/,
    ]);
  });

  it("of time ends a run whose agent hangs, long before the agent's own deadline", async () => {
    using at = project({
      ...suite("{ wallTime: 2s }"),
      ...command("setInterval(() => undefined, 1000);\n"),
      "experiment.yaml": once("command.yaml")["experiment.yaml"]?.replace("deadline: 20s", "deadline: 1h"),
    });
    check(await cliHere(["run", "suites/s.yaml", "-q", "-o", "runs"], at.cwd), 4, [
      /The budget is spent \(suites\/s\.yaml:3:9\): 2s of real time/,
    ]);
  });

  it("of time is over without any event, said once, and never of a run that has ended", async () => {
    const said: string[] = [];
    const before = watchBudget({ wallTime: 1, at: "before" }, (reason) => said.push(reason));
    before[Symbol.dispose]();
    const { promise, resolve } = Promise.withResolvers<void>();
    using watched = watchBudget({ wallTime: 30, at: "s:1:1" }, (reason) => {
      said.push(reason);
      resolve();
    });
    await promise;
    watched.see({ type: "run-ended", reason: "aborted" });
    expect(said).toEqual(["The budget is spent (s:1:1): 30ms of real time are over"]);
  });

  it("of tokens and money is counted by what the models said and the prices of the map", async () => {
    const [experiment] = await loadShipped(["experiments/incorrect-response/stale-policies.yaml"], { repeats: 1 });
    if (!experiment) throw new Error("no experiment");
    const { events } = await runInMemory([{ ...experiment, tasks: experiment.tasks.slice(0, 1) }]);
    const used = events.reduce(
      (sum, event) =>
        sum + (event.type === "call-ended" && event.usage ? event.usage.inputTokens + event.usage.outputTokens : 0),
      0,
    );
    expect(used).toBeGreaterThan(0);
    const watch = (budget: Omit<Budget, "at">, given: readonly RunEvent[] = events): readonly string[] => {
      const said: string[] = [];
      using watched = watchBudget({ ...budget, at: "s:1:1" }, (reason) => said.push(reason));
      for (const event of given) watched.see(event);
      return said;
    };
    expect(watch({ tokens: used })).toEqual([]);
    expect(watch({ tokens: used - 1 })).toEqual([
      `The budget is spent (s:1:1): ${used} tokens, and ${used - 1} were granted`,
    ]);
    const dear = events.map((event) =>
      event.type === "experiment"
        ? {
            ...event,
            experiment: {
              ...experiment,
              target: {
                ...experiment.target,
                map: {
                  ...experiment.target.map,
                  dependencies: experiment.target.map.dependencies.map((one) => ({
                    ...one,
                    prices: { input: 1_000_000, output: 1_000_000 },
                  })),
                },
              },
            },
          }
        : event,
    );
    expect(watch({ money: used - 0.5 }, dear)).toHaveLength(1);
    expect(watch({ money: used }, dear)).toEqual([]);
  });

  it("counts what was embedded, as the provider says it, and makes the run none of the nights", async () => {
    using at = project({
      ...suite("{ money: 0.5 }"),
      "system-map.yaml": `${small["system-map.yaml"].replace(
        "mocks:",
        "  vectors:\n    boundary: embedding\n    protocol: openai-embeddings\n    url: http://vectors.test/v1\n    prices: { input: 1, output: 0 }\nmocks:",
      )}`,
      "mocks.ts": small["mocks.ts"].replace(
        "export default [",
        `export default [http.post("http://vectors.test/v1/embeddings", () => HttpResponse.json({ object: "list", model: "m",
          data: [{ object: "embedding", index: 0, embedding: [0.5] }], usage: { prompt_tokens: 400_000, total_tokens: 400_000 } })), `,
      ),
      "agent.ts": small["agent.ts"].replace(
        "  const response",
        `  await fetch("http://vectors.test/v1/embeddings", { method: "POST", signal, headers: { "content-type": "application/json" },
            body: JSON.stringify({ model: "m", input: "order", encoding_format: "float" }) }).then((reply) => reply.json());
          const response`,
      ),
    });
    check(await cliHere(["run", "suites/s.yaml", "-q", "--concurrency", "1"], at.cwd), 4, [
      /1 of 12 trials/,
      /The budget is spent \(suites\/s\.yaml:3:9\): 0\.800 of money, and 0\.5 were\s+granted\.\s/,
    ]);
    // What did not run has not become undecided since the night before.
    const { code, stderr } = await cliHere(["history", "import"], at.cwd);
    expect(stderr).toMatch(/^Left out: .* was ended before all of it had run, by its budget or the kill switch\.\n$/);
    expect(code).toBe(0);
  });
});
