import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RunEvent } from "../domain/events.ts";
import { loadExperiments } from "../load/index.ts";
import { root, runInMemory } from "../testing/run-in-memory.ts";
import { registry } from "./registry.ts";

const folder = mkdtempSync(join(tmpdir(), "brownout-http2-"));

/** An agent that knows nothing of Brownout: the client of the AWS SDK as it comes, HTTP/2 and all. */
const agent = `
import { BedrockRuntimeClient, ConverseCommand, ConverseStreamCommand } from ${JSON.stringify(import.meta.resolve("@aws-sdk/client-bedrock-runtime"))};
const client = new BedrockRuntimeClient({ region: "us-east-1", credentials: { accessKeyId: "test", secretAccessKey: "test" }, ENDPOINT });
export default async (task, { signal }) => {
  const input = { modelId: "us.amazon.nova-pro-v1:0", messages: [{ role: "user", content: [{ text: task.prompt }] }] };
  let text = "", end = "done";
  const began = Date.now();
  try {
    if (task.id === "whole") {
      const { output } = await client.send(new ConverseCommand(input), { abortSignal: signal });
      text = output.message.content[0].text;
    } else {
      const { stream } = await client.send(new ConverseStreamCommand(input), { abortSignal: AbortSignal.any([signal, AbortSignal.timeout(20_000)]) });
      for await (const event of stream) {
        text += event.contentBlockDelta?.delta?.text ?? "";
        if (event.messageStop) end = "stopped";
      }
    }
  } catch (error) { end = [error.name, error.code, error.$metadata?.attempts].filter(Boolean).join(" "); }
  return { text: end + ": " + text, data: { took: Date.now() - began } };
};`;

interface Outcome {
  readonly answer: string;
  readonly took: number;
  readonly calls: readonly string[];
  readonly digest: string;
}

async function treated(
  method: string,
  { clock = "virtual", task = "stream", repeats = 1 }: { clock?: string; task?: string; repeats?: number } = {},
): Promise<readonly Outcome[]> {
  writeFileSync(
    join(folder, `${clock}.yaml`),
    `name: aws
kind: module
module: ./agent.mjs
clock: ${clock}
brain: { script: credulous }
systemMap:
  dependencies:
    model: { boundary: model, protocol: bedrock, url: "https://bedrock-runtime.us-east-1.amazonaws.com" }
`,
  );
  writeFileSync(
    join(folder, "experiment.yaml"),
    `title: HTTP/2
question: What does an HTTP/2 client make of this?
failureMode: incorrect-response
dimension: foundation-model
target: ./${clock}.yaml
tasks: [{ id: ${task}, prompt: tell me about the fox, playbook: { answers: [{ say: one two three four five six seven eight }] }, expect: { facts: [one] } }]
hypothesis: [{ completion-rate: { atLeast: 0.5 } }]
method: ${method}
repeats: ${repeats}
`,
  );
  const experiments = await loadExperiments([join(folder, "experiment.yaml")], registry, { cwd: root });
  const { events } = await runInMemory(experiments, { route: "in-process" });
  const failed = events.find((event) => event.type === "trial-failed");
  if (failed) throw new Error(failed.error);
  return events.flatMap((event) =>
    event.type === "performance-ended" && event.trial.includes("treatment") ? [outcomeOf(event, events)] : [],
  );
}

function outcomeOf(ended: Extract<RunEvent, { type: "performance-ended" }>, events: readonly RunEvent[]): Outcome {
  const mine = events.filter((event) => "trial" in event && event.trial === ended.trial);
  return {
    answer: ended.answer ?? ended.error ?? ended.end,
    took: (ended.data as { took?: number } | undefined)?.took ?? 0,
    calls: mine.flatMap((event) => (event.type === "call-ended" ? [event.ending] : [])),
    digest: mine.flatMap((event) => (event.type === "trial-ended" ? [event.digest] : [])).join(),
  };
}

const whole = "one two three four five six seven eight";

beforeAll(() => writeFileSync(join(folder, "agent.mjs"), agent.replace(", ENDPOINT", "")));
afterAll(() => rmSync(folder, { recursive: true }));

describe.each(["real", "virtual"])("an agent on the AWS SDK, in process, %s clock", (clock) => {
  const first = async (method: string, task?: string): Promise<Outcome> => {
    const [outcome] = await treated(method, { clock, ...(task ? { task } : {}) });
    if (!outcome) throw new Error("no outcome");
    return outcome;
  };

  it("gets its answer whole and streamed", async () => {
    const never = "[{ inject: throttled, into: { model: model }, when: { nth: 99 } }]";
    expect(await first(never)).toMatchObject({ answer: `stopped: ${whole}`, calls: ["complete"] });
    expect(await first(never, "whole")).toMatchObject({ answer: `done: ${whole}`, calls: ["complete"] });
  });

  it.each([
    ["connection-reset", "Error ECONNRESET 3: ", "reset"],
    ["refused", "Error ERR_HTTP2_STREAM_CANCEL 3: ", "refused"],
    ["dns-failure", "Error ERR_HTTP2_STREAM_CANCEL 3: ", "dns"],
  ])("sees %s, and tries three times", async (fault, answer, ending) => {
    const outcome = await first(`[{ inject: ${fault}, into: { model: model } }]`);
    expect(outcome).toMatchObject({ answer, calls: [ending, ending, ending] });
  });

  it("sees throttling, and tries again", async () => {
    const outcome = await first("[{ inject: throttled, into: { model: model }, when: { first: 1 } }]", "whole");
    expect(outcome).toMatchObject({ answer: `done: ${whole}`, calls: ["complete", "complete"] });
  });

  it("tells the ways of HTTP/2 to break off apart", async () => {
    const cut = (how: string) =>
      first(`[{ inject: cut-stream, into: { model: model }, with: { afterContent: 1, how: ${how} } }]`);
    // Its iterator ends without a word when the connection is lost: only the missing last event tells.
    expect(await cut("reset")).toMatchObject({ answer: expect.stringMatching(/^done: one/), calls: ["reset"] });
    expect(await cut("end")).toMatchObject({ answer: expect.stringMatching(/^done: one/), calls: ["end"] });
    expect(await cut("stream-reset")).toMatchObject({
      answer: expect.stringMatching(/^Error ERR_HTTP2_STREAM_ERROR: one/),
      calls: ["stream-reset"],
    });
    expect(await cut("goaway")).toMatchObject({
      answer: expect.stringMatching(/^Error ERR_HTTP2_SESSION_ERROR: one/),
      calls: ["goaway"],
    });
  });
});

describe("time over HTTP/2, on the virtual clock", () => {
  it("does not run ahead of bytes in flight, and is the same in every run at any concurrency", async () => {
    const method =
      "[{ inject: latency, into: { model: model }, with: { delay: { kind: log-normal, median: 2s, sigma: 0.5 } } }]";
    const one = await treated(method, { repeats: 6 });
    expect(one.map(({ answer }) => answer)).toEqual(one.map(() => `stopped: ${whole}`));
    for (const { took } of one) expect(took).toBeGreaterThan(300);
    const again = await treated(method, { repeats: 6 });
    expect(again).toEqual(one);
  });

  it("lets the client give up a silent stream at its own timeout, and the router learns of it", async () => {
    const began = performance.now();
    const [hung] = await treated("[{ inject: stalled-stream, into: { model: model }, with: { afterContent: 1 } }]");
    expect(hung?.answer).toMatch(/^(AbortError|TimeoutError|Error|done).*: one/);
    expect(hung?.took).toBe(20_000);
    expect(hung?.calls).toEqual(["silence"]);
    const [silent] = await treated("[{ inject: hang, into: { model: model } }]");
    expect(silent).toMatchObject({
      answer: expect.stringMatching(/^(AbortError|TimeoutError)/),
      took: 20_000,
      calls: ["aborted"],
    });
    expect(performance.now() - began).toBeLessThan(15_000);
  });
});
