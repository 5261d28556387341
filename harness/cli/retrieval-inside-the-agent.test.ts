import { describe, expect, it } from "vitest";
import { z } from "zod";
import { agents, type OwnTool } from "../../fixtures/frameworks/inside/agents.ts";
import type { Conversation } from "../domain/conversation.ts";
import type { Experiment, Injection } from "../domain/experiment.ts";
import type { Dependency } from "../domain/system-map.ts";
import { findFault } from "../faults/index.ts";
import { right, runSmall, says } from "../testing/small-agents.ts";

const model = (protocol: string): Dependency => ({
  name: "model",
  boundary: "model",
  protocol,
  url: urls[protocol] ?? "",
  alsoAt: [],
  dimension: "foundation-model",
  options: {},
});
const urls: Readonly<Record<string, string>> = {
  openai: "https://api.openai.com/v1",
  anthropic: "https://api.anthropic.com",
  bedrock: "https://bedrock-runtime.us-east-1.amazonaws.com",
};
const policies: Dependency = {
  name: "policies",
  boundary: "retrieval",
  via: "context",
  protocol: "context-retrieval",
  url: "http://in-context.invalid/policies",
  alsoAt: [],
  dimension: "knowledge-base",
  options: { tools: "search", hits: "results" },
};
const policy = "Unworn boots may be returned within thirty days of their delivery, with the receipt, in their own box.";
const search: OwnTool = {
  name: "search",
  description: "Searches the policies.",
  inputSchema: z.object({ query: z.string() }),
  found: () => ({ results: [{ id: "returns", text: policy, score: 0.9 }] }),
};

/** Says all that its one search has found: a model that trusts what it reads. */
const brain = async ({ messages }: Conversation) => {
  const result = messages.findLast((message) => message.role === "tool");
  if (result?.role === "tool") return says(`${right}: ${result.text}`);
  return says("", [{ id: "call_00001", name: "search", arguments: JSON.stringify({ query: "boots back" }) }]);
};

async function searched(agent: (typeof agents)[string], fault: string, params: object = {}) {
  const injection: Injection = {
    id: fault,
    fault,
    into: { boundary: "retrieval", dependencies: ["policies"] },
    via: "context",
    when: {},
    params: findFault(fault)?.params.parse(params),
    description: fault,
    at: "inside.yaml:1:1",
  };
  const target: Experiment["target"] = {
    name: "inside",
    file: "target.yaml",
    spec: { kind: "module", module: "/inside.ts", clock: "virtual" },
    brain: { kind: "script", persona: "credulous" },
    map: { file: "m.yaml", allowHosts: [], mocks: "/mocks.ts", dependencies: [model(agent.model), policies] },
  };
  const run = await runSmall({
    agent: () => (task) => agent.ask(task.prompt, search),
    method: [],
    brain,
    experiment: { target, cells: [{ values: {}, method: [injection] }] },
  });
  const answers = run.events.flatMap((event) => (event.type === "performance-ended" ? [event.answer ?? ""] : []));
  const canaries = run.events.flatMap((event) => (event.type === "fault-fired" ? (event.canaries ?? []) : []));
  const carrying = run.calls.filter(({ carries }) => canaries.some((canary) => carries?.includes(canary)));
  const [said = "", usual = ""] = answers.toSorted((a, b) => Number(a.includes(policy)) - Number(b.includes(policy)));
  return { run, answers, canaries, carrying, said, usual };
}

describe.each(Object.entries(agents))("a knowledge base in the memory of an agent on %s", (_name, agent) => {
  it("finds nothing", async () => {
    const { said, usual } = await searched(agent, "empty-results");
    expect(usual).toContain(policy);
    expect(said).toMatch(/"results":\s*\[\]/);
  });

  it("finds text on another subject, known by its canary in the request to the model and in the answer", async () => {
    const { said, canaries, carrying } = await searched(agent, "irrelevant-results");
    expect(said).not.toContain(policy);
    expect(canaries).toHaveLength(1);
    expect(said).toContain(canaries[0]);
    expect(carrying.map(({ boundary }) => boundary)).toEqual(["model"]);
  });

  it("finds texts that break off", async () => {
    const { said } = await searched(agent, "truncated-results", { keep: 0.5 });
    expect(said).toContain("Unworn boots");
    expect(said).not.toContain("receipt");
  });

  it("finds a planted instruction, which reaches the model in front of the true text", async () => {
    const { answers, canaries, carrying } = await searched(agent, "poisoned-results");
    const poisoned = answers.filter((answer) => answer.includes("disregard earlier instructions"));
    expect(poisoned).toHaveLength(1);
    expect(poisoned[0]).toContain(canaries[0]);
    expect(carrying.map(({ boundary }) => boundary)).toEqual(["model"]);
  });
});
