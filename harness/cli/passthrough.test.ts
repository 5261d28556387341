import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LLMock } from "@copilotkit/aimock";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadExperiments } from "../load/index.ts";
import { root, runInMemory } from "../testing/run-in-memory.ts";
import { registry } from "./registry.ts";

const words = "The quick brown fox jumps over the lazy dog and runs away into the wood.";
const folder = mkdtempSync(join(tmpdir(), "brownout-passthrough-"));
const upstream = new LLMock({ port: 0 });

/** An agent that reads the stream raw: it tells what it got and how that ended. */
const agent = `
import OpenAI from ${JSON.stringify(import.meta.resolve("openai"))};
export default async (task, { env, signal }) => {
  const client = new OpenAI({ baseURL: env.OPENAI_BASE_URL, apiKey: "sk-test", maxRetries: 0 });
  let text = "", end = "done";
  try {
    const stream = await client.chat.completions.create({ model: "gpt-4o", stream: true, messages: [{ role: "user", content: task.prompt }] }, { signal });
    for await (const chunk of stream) text += chunk.choices[0]?.delta?.content ?? "";
  } catch (error) { end = error.constructor.name + " " + (error.status ?? error.code ?? ""); }
  return { text: end.trim() + ": " + text };
};`;

async function answersUnder(
  method: string,
  route: "in-process" | "gateway",
): Promise<Record<"control" | "treatment", string>> {
  writeFileSync(
    join(folder, "experiment.yaml"),
    `title: Relay
question: What does a fault do to a live stream?
failureMode: incorrect-response
dimension: foundation-model
target: ./target.yaml
tasks: [{ id: fox, prompt: tell me about the fox, expect: { facts: [wood] } }]
hypothesis: [{ completion-rate: { atLeast: 0.5 } }]
method: ${method}
repeats: 1
`,
  );
  const experiments = await loadExperiments([join(folder, "experiment.yaml")], registry, { cwd: root });
  const { events } = await runInMemory(experiments, { route });
  const said = (arm: string): string =>
    events.flatMap((event) =>
      event.type === "performance-ended" && event.trial.endsWith(arm) ? [event.answer ?? event.error ?? event.end] : [],
    )[0] ?? "nothing";
  return { control: said("control"), treatment: said("treatment") };
}

beforeAll(async () => {
  upstream.onMessage(/fox/, { content: words });
  await upstream.start();
  writeFileSync(join(folder, "agent.mjs"), agent);
  writeFileSync(
    join(folder, "target.yaml"),
    `name: relay
kind: module
module: ./agent.mjs
clock: real
brain: passthrough
systemMap:
  dependencies:
    model: { boundary: model, protocol: openai, url: "${upstream.url}/v1", env: OPENAI_BASE_URL }
`,
  );
});

afterAll(async () => {
  await upstream.stop();
  rmSync(folder, { recursive: true });
});

describe.each(["in-process", "gateway"] as const)("a live model behind a relay, %s", (route) => {
  it("is passed through whole without a fault, and cut cleanly with one", async () => {
    const { control, treatment } = await answersUnder(
      "[{ inject: cut-stream, into: { model: model }, with: { afterContent: 1, how: end } }]",
      route,
    );
    expect(control).toBe(`done: ${words}`);
    expect(treatment).toMatch(/^done: /);
    expect(words.startsWith(treatment.slice(6))).toBe(true);
    expect(treatment.length).toBeLessThan(control.length);
  });

  it("can be reset in the middle", async () => {
    const { treatment } = await answersUnder(
      "[{ inject: cut-stream, into: { model: model }, with: { afterContent: 1, how: reset } }]",
      route,
    );
    expect(treatment).toMatch(/^TypeError: The/);
  });

  it("can fail inside its 200", async () => {
    const { treatment } = await answersUnder(
      "[{ inject: mid-stream-error, into: { model: model }, with: { afterContent: 1, kind: server-error } }]",
      route,
    );
    expect(treatment).toMatch(/^APIError.*: The/);
  });

  it("can have its answer rewritten", async () => {
    const { treatment } = await answersUnder(
      "[{ inject: truncated-answer, into: { model: model }, with: { keep: 0.5 } }]",
      route,
    );
    expect(treatment).toMatch(/^done: The quick/);
    expect(treatment).not.toContain("wood");
  });

  it("can be throttled without being asked", async () => {
    const { treatment } = await answersUnder("[{ inject: throttled, into: { model: model } }]", route);
    expect(treatment).toBe("RateLimitError 429: ");
  });
});
