import { resolve } from "node:path";
import type { CallApiContextParams } from "promptfoo";
import { describe, expect, it } from "vitest";
import type { Case, CaseResult } from "./case.ts";
import BrownoutProvider from "./provider.ts";
import type { Worker } from "./worker-client.ts";

const result: CaseResult = {
  question: "How long?",
  answer: "30 days.",
  outcome: "correct",
  controlOutcome: "correct",
  reasons: [],
  doubts: [],
  silent: false,
  scores: { "answer-correctness": 1 },
  measurements: { "model-calls": 2 },
  timeline: "0.00s …",
  journal: "reports/runs/promptfoo/x",
  reproduce: "brownout run x.yaml",
  took: 1655.4,
  usage: { inputTokens: 100, outputTokens: 20, modelCalls: 2 },
};
const config = { basePath: "/project", target: "agent/target.yaml", tasks: "tasks.yaml" };

function providerWith(answer: () => Promise<CaseResult> = async () => result) {
  const asked: Case[] = [];
  const worker: Worker = {
    ask: (one) => {
      asked.push(one);
      return answer();
    },
    close: () => undefined,
  };
  return { asked, provider: new BrownoutProvider({ config }, worker) };
}
const contextOf = (vars: CallApiContextParams["vars"], repeatIndex?: number): CallApiContextParams => ({
  prompt: { raw: "{{task}}", label: "{{task}}" },
  vars,
  ...(repeatIndex === undefined ? {} : { repeatIndex }),
});

describe("the promptfoo provider", () => {
  it("gives the answer, the question, virtual time and tokens where promptfoo looks for them", async () => {
    const { provider } = providerWith();
    const response = await provider.callApi("return-window", contextOf({ task: "return-window", fault: "none" }));
    expect(response).toMatchObject({
      output: "30 days.",
      prompt: "How long?",
      latencyMs: 1655,
      tokenUsage: { prompt: 100, completion: 20, total: 120, numRequests: 2 },
      metadata: { outcome: "correct", timeline: "0.00s …", reproduce: "brownout run x.yaml" },
    });
    expect(response.error).toBeUndefined();
  });

  it("asks for the fault with its parameters and trigger, and takes paths from the config file's folder", async () => {
    const { asked, provider } = providerWith();
    const vars = { task: "t", fault: "latency", into: "orders.get_order", with: { delay: "9s" }, when: { nth: 1 } };
    await provider.callApi("t", contextOf(vars));
    expect(asked).toEqual([
      {
        target: resolve("/project/agent/target.yaml"),
        tasks: resolve("/project/tasks.yaml"),
        out: resolve("reports/runs/promptfoo"),
        seed: "7",
        route: "in-process",
        task: "t",
        injection: { fault: "latency", into: "orders.get_order", with: { delay: "9s" }, when: { nth: 1 } },
      },
    ]);
  });

  it("asks a prompt of the test's own as it stands, and a task's id in the task's words", async () => {
    const { asked, provider } = providerWith();
    await provider.callApi("Tell me about t", contextOf({ task: "t", fault: "none" }));
    await provider.callApi("t", contextOf({ task: "t", fault: "none" }));
    expect(asked.map(({ prompt }) => prompt)).toEqual(["Tell me about t", undefined]);
  });

  it("draws anew in each repetition", async () => {
    const { asked, provider } = providerWith();
    for (const index of [0, 1, 2]) await provider.callApi("t", contextOf({ task: "t", fault: "none" }, index));
    expect(asked.map(({ seed }) => seed)).toEqual(["7", "7.1", "7.2"]);
  });

  it("takes an empty cell of a table as a variable that is not there", async () => {
    const { asked, provider } = providerWith();
    await provider.callApi("t", contextOf({ task: "t", fault: "refused", into: "orders", with: "", when: "" }));
    expect(asked[0]?.injection).toEqual({ fault: "refused", into: "orders", with: {} });
  });

  it.each([
    [{ fault: "none" }, /Cannot read the test:[\s\S]*task/],
    [{ task: "t", fault: "latency" }, /Cannot inject latency: the test has no variable "into"/],
    [{ task: "t", fault: "latency", into: "orders", with: "9s" }, /Cannot read the test:[\s\S]*with/],
  ])("says what is wrong with the variables %o, and asks nothing", async (vars, message) => {
    const { asked, provider } = providerWith();
    const response = await provider.callApi("t", contextOf(vars));
    expect(response.error).toMatch(message);
    expect(asked).toEqual([]);
  });

  it("turns a failure of the worker into promptfoo's error", async () => {
    const { provider } = providerWith(() => Promise.reject(new Error("the child is gone")));
    const response = await provider.callApi("t", contextOf({ task: "t", fault: "none" }));
    expect(response).toEqual({ error: "the child is gone" });
  });
});
