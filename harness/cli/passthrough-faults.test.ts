import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LLMock } from "@copilotkit/aimock";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadExperiments } from "../load/index.ts";
import { root, runInMemory } from "../testing/run-in-memory.ts";
import { registry } from "./registry.ts";

const words = "The quick brown fox jumps over the lazy dog and runs away into the wood.";
/** As the live service streams it. */
const pieces = words.match(/.{1,8}/g) ?? [];
const begun = "The quick brown ";
const folder = mkdtempSync(join(tmpdir(), "brownout-relay-"));
/** One each: a request belongs to the dependency with the longest address that it is under. */
const [openai, anthropic] = [new LLMock({ port: 0 }), new LLMock({ port: 0 })];

const sdks = ["chat", "responses", "messages"] as const;
type Sdk = (typeof sdks)[number];

/** An agent that reads its streams raw, and tells what it got and how that ended. */
const agent = `
import OpenAI from ${JSON.stringify(import.meta.resolve("openai"))};
import Anthropic from ${JSON.stringify(import.meta.resolve("@anthropic-ai/sdk"))};
const user = (content) => [{ role: "user", content }];
const counted = (usage) => (usage?.output_tokens ?? usage?.completion_tokens) === undefined ? undefined : " counted";
async function* chat(prompt, env, options) {
  const client = new OpenAI({ baseURL: env.OPENAI_BASE_URL, apiKey: "sk-test", maxRetries: 0, logLevel: "off" });
  for await (const chunk of await client.chat.completions.create({ model: "gpt-4o", stream: true, stream_options: { include_usage: true }, messages: user(prompt) }, options)) {
    yield chunk.choices?.[0]?.delta?.content;
    yield counted(chunk.usage);
  }
}
async function* responses(prompt, env, options) {
  const client = new OpenAI({ baseURL: env.OPENAI_BASE_URL, apiKey: "sk-test", maxRetries: 0, logLevel: "off" });
  for await (const event of await client.responses.create({ model: "gpt-4o", stream: true, input: prompt }, options)) {
    yield event.type === "response.output_text.delta" ? event.delta : undefined;
    yield event.type === "response.completed" ? counted(event.response.usage) : undefined;
  }
}
async function* messages(prompt, env, options) {
  const client = new Anthropic({ baseURL: env.ANTHROPIC_BASE_URL, apiKey: "sk-test", maxRetries: 0, logLevel: "off" });
  for await (const event of await client.messages.create({ model: "claude-x", max_tokens: 99, stream: true, messages: user(prompt) }, options)) {
    yield event.delta?.text;
    yield event.type === "message_delta" ? counted(event.usage) : undefined;
  }
}
export default async (task, { env, signal }) => {
  let text = "", end = "done";
  try {
    for await (const part of { chat, responses, messages }[task.input.sdk](task.prompt, env, { signal })) text += part ?? "";
  } catch (error) { end = error.constructor.name; }
  return { text: end + ": " + text };
};`;

interface Row {
  readonly fault: string;
  readonly with?: string;
  readonly expected: string | RegExp | Readonly<Record<Sdk, string | RegExp>>;
}
const swapped = [...pieces.slice(0, 2), pieces[3], pieces[2], ...pieces.slice(4)].join("");
const uncounted = `done: ${words}`;
/** Usage is told in or after the terminal events. */
const all = `${uncounted} counted`;
const rows: readonly Row[] = [
  { fault: "cut-stream", with: "afterContent: 2, how: end", expected: `done: ${begun}` },
  { fault: "cut-stream", with: "afterContent: 2, how: reset", expected: `TypeError: ${begun}` },
  { fault: "cut-stream", with: "afterContent: 2, how: goaway", expected: `TypeError: ${begun}` },
  { fault: "cut-stream", with: "afterContent: 2, how: end, within: event", expected: new RegExp(`: ${begun}$`) },
  { fault: "cut-stream", with: "afterContent: 99, how: end", expected: uncounted },
  { fault: "cut-stream", with: "afterBytes: 0", expected: "TypeError: " },
  { fault: "cut-stream", with: "afterTokens: 5, how: end", expected: `done: ${pieces.slice(0, 3).join("")}` },
  { fault: "mid-stream-error", with: "afterContent: 2", expected: `APIError: ${begun}` },
  { fault: "stalled-stream", with: "afterContent: 2, for: 40ms", expected: all },
  { fault: "stalled-stream", with: "afterContent: 2, behind: keep-alives, every: 10ms, for: 40ms", expected: all },
  { fault: "stalled-stream", with: "afterContent: 2, behind: empty-deltas, every: 10ms, for: 40ms", expected: all },
  { fault: "stalled-stream", with: "afterBytes: 333, for: 40ms", expected: all },
  { fault: "trickle", with: "bytes: 500, gap: 1ms, afterContent: 2", expected: all },
  { fault: "garbage-in-stream", with: "afterContent: 2", expected: new RegExp(`^SyntaxError: ${begun}$`) },
  {
    fault: "duplicated-event",
    with: "afterContent: 2",
    expected: `done: ${words.replace("k brown ", "k brown k brown ")} counted`,
  },
  { fault: "reordered-events", with: "afterContent: 2", expected: `done: ${swapped} counted` },
  { fault: "missing-final-event", expected: { chat: all, messages: all, responses: uncounted } },
  { fault: "missing-final-event", with: "missing: all", expected: uncounted },
  { fault: "usage-missing", expected: uncounted },
  { fault: "truncated-answer", with: "keep: 0.5", expected: new RegExp(`^done: ${words.slice(0, 36)}( counted)?$`) },
  { fault: "hollow-success", with: "kind: no-answer", expected: /^done: ( counted)?$/ },
  { fault: "hollow-success", with: "kind: invalid-json", expected: /: The quick brown fox jump/ },
  { fault: "hollow-success", with: "kind: empty-body", expected: /: $/ },
  { fault: "hollow-success", with: "kind: html", expected: /: $/ },
];

beforeAll(async () => {
  for (const upstream of [openai, anthropic]) {
    upstream.onMessage(/fox/, { content: words }, { chunkSize: 8 });
    await upstream.start();
  }
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
    openai: { boundary: model, protocol: openai, url: "${openai.url}/v1", env: OPENAI_BASE_URL }
    anthropic: { boundary: model, protocol: anthropic, url: "${anthropic.url}", env: ANTHROPIC_BASE_URL }
`,
  );
  for (const [at, row] of rows.entries()) {
    for (const sdk of sdks) {
      writeFileSync(
        join(folder, `${sdk}-${at}.yaml`),
        `title: Relay
question: What does ${row.fault} do to a live stream?
failureMode: incorrect-response
dimension: foundation-model
target: ./target.yaml
tasks: [{ id: fox, prompt: tell me about the fox, input: { sdk: ${sdk} }, expect: { facts: [wood] } }]
hypothesis: [{ completion-rate: { atLeast: 0.5 } }]
method: [{ inject: ${row.fault}, into: { model: "*" }, with: { ${row.with ?? ""} } }]
repeats: 1
`,
      );
    }
  }
});

afterAll(async () => {
  await Promise.all([openai.stop(), anthropic.stop()]);
  rmSync(folder, { recursive: true });
});

describe.each(["in-process", "gateway"] as const)(
  "faults of a stream that is relayed from a live model, %s",
  (route) => {
    const answers = new Map<string, string>();
    beforeAll(async () => {
      const files = rows.flatMap((_, at) => sdks.map((sdk) => join(folder, `${sdk}-${at}.yaml`)));
      const experiments = await loadExperiments(files, registry, { cwd: root });
      const { events } = await runInMemory(experiments, { route });
      for (const event of events) {
        if (event.type !== "performance-ended") continue;
        answers.set(event.trial, event.answer ?? event.error ?? event.end);
      }
    }, 60_000);
    const answerOf = (file: string, arm: string): string | undefined =>
      [...answers].find(([trial]) => trial.includes(`${file}/`) && trial.endsWith(arm))?.[1];

    it.each(sdks)("leave %s alone in the control arm", (sdk) => {
      for (const at of rows.keys()) expect(answerOf(`${sdk}-${at}`, "control")).toBe(all);
    });

    for (const sdk of sdks) {
      it.each(rows.map((row, at) => [`${row.fault} ${row.with ?? ""}`, row, at] as const))(
        `show ${sdk} %s`,
        (_, row, at) => {
          const { expected } = row;
          const wanted = typeof expected === "string" || expected instanceof RegExp ? expected : expected[sdk];
          const got = answerOf(`${sdk}-${at}`, "treatment");
          if (typeof wanted === "string") expect(got).toBe(wanted);
          else expect(got).toMatch(wanted);
        },
      );
    }
  },
);
