import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadExperiments } from "../load/index.ts";
import { root, runInMemory } from "../testing/run-in-memory.ts";
import { registry } from "./registry.ts";

const folder = mkdtempSync(join(tmpdir(), "brownout-relay-time-"));
const chunk = (content: string, finish_reason: string | null = null): string =>
  `data: ${JSON.stringify({ id: "chatcmpl-1", object: "chat.completion.chunk", created: 1, model: "m", choices: [{ index: 0, delta: { content }, finish_reason }] })}\n\n`;

/** Streams two words, and the rest only when the client has said by another request that it has them. */
const waiting = new Map<string, ServerResponse>();
const upstream = createServer((request, response) => {
  const client = String(request.headers["x-client"]);
  if (request.url === "/more") {
    waiting.get(client)?.end(`${chunk("three")}${chunk("", "stop")}data: [DONE]\n\n`);
    response.end();
    return;
  }
  request.resume();
  response.writeHead(200, { "content-type": "text/event-stream" });
  response.write(chunk("one ") + chunk("two "));
  waiting.set(client, response);
});

/** Asks for more once two words have come, or else after a while. */
const agent = (url: string) => `
import OpenAI from ${JSON.stringify(import.meta.resolve("openai"))};
let runs = 0;
export default async (task, { env, signal }) => {
  const headers = { "x-client": task.id + (runs += 1) };
  const client = new OpenAI({ baseURL: env.OPENAI_BASE_URL, apiKey: "sk-test", maxRetries: 0, defaultHeaders: headers });
  let text = "", end = "done";
  const patient = setTimeout(() => {
    if (task.input.eager) end = "held back";
    void fetch("${url}/more", { headers });
  }, 1500);
  try {
    const stream = await client.chat.completions.create({ model: "m", stream: true, messages: [{ role: "user", content: "hi" }] }, { signal });
    for await (const part of stream) {
      text += part.choices[0].delta.content;
      if (task.input.eager && text === "one two ") await fetch("${url}/more", { headers });
    }
  } catch (error) { end = error.constructor.name; }
  clearTimeout(patient);
  return { text: end + ": " + text };
};`;

async function answers(route: "in-process" | "gateway", method: string, eager: boolean) {
  const file = join(folder, `${route}-${eager}.yaml`);
  writeFileSync(
    file,
    `title: Relay
question: When does a fault strike a live stream?
failureMode: incorrect-response
dimension: foundation-model
target: ./target.yaml
tasks: [{ id: count, prompt: count, input: { eager: ${eager} }, expect: { facts: [three] } }]
hypothesis: [{ completion-rate: { atLeast: 0.5 } }]
method: [${method}]
repeats: 1
`,
  );
  const { events } = await runInMemory(await loadExperiments([file], registry, { cwd: root }), { route });
  return Object.fromEntries(
    events.flatMap((event) =>
      event.type === "performance-ended" ? [[event.trial.split("/").at(-1), event.answer ?? event.end]] : [],
    ),
  );
}

beforeAll(async () => {
  upstream.listen(0, "127.0.0.1");
  await once(upstream, "listening");
  const url = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`;
  writeFileSync(join(folder, "agent.mjs"), agent(url));
  writeFileSync(
    join(folder, "target.yaml"),
    `name: relay
kind: module
module: ./agent.mjs
clock: real
brain: passthrough
systemMap:
  dependencies:
    model: { boundary: model, protocol: openai, url: "${url}/v1", env: OPENAI_BASE_URL }
`,
  );
});
afterAll(() => {
  upstream.closeAllConnections();
  upstream.close();
  rmSync(folder, { recursive: true });
});

describe.each(["in-process", "gateway"] as const)("a live stream that stops by itself, %s", (route) => {
  it("is struck at its time though no byte comes", async () => {
    const cut = "{ inject: cut-stream, into: { model: model }, with: { afterTime: 200ms, how: end } }";
    expect(await answers(route, cut, false)).toEqual({ control: "done: one two three", treatment: "done: one two " });
  });

  it("has been passed on as far as it has come, whatever its faults are armed for", async () => {
    const method = [
      "{ inject: missing-final-event, into: { model: model } }",
      "{ inject: slow-tokens, into: { model: model }, with: { gap: 1ms } }",
      "{ inject: reordered-events, into: { model: model }, with: { afterContent: 9 } }",
      "{ inject: trickle, into: { model: model }, with: { gap: 1ms, bytes: 100 } }",
    ].join(", ");
    expect(await answers(route, method, true)).toEqual({
      control: "done: one two three",
      treatment: "done: one two three",
    });
  });
});
