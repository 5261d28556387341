import { describe, expect, it } from "vitest";
import { encodeText } from "../../harness/domain/wire.ts";
import { readExport } from "../../harness/telemetry/index.ts";
import { sampleExperiment } from "../testing/sample-experiment.ts";
import { sampleTrial } from "../testing/sample-trial.ts";
import { trialSpans } from "./trial-spans.ts";

const options = {
  run: "20261128-020000-a1b2c3",
  base: Date.UTC(2026, 10, 28, 2),
  providerOf: (protocol: string) => `${protocol}.of`,
};
const trial = sampleTrial({
  id: "experiments/sample/refund-window/1/treatment",
  arm: "treatment",
  calls: [
    {
      call: ["model", "shop-llm", "chat"],
      at: 0,
      took: 20,
      status: 429,
      request: { model: "m-1", new: [{ role: "user", text: "my secret question" }] },
      faults: { throttled: 'in place of {"id":"private"}' },
    },
    {
      call: ["tool", "orders", "get_order"],
      at: 30.5,
      took: 10,
      status: 200,
      request: { arguments: { id: "private" } },
    },
    { call: ["tool", "orders", "cancel"], at: 50, took: 5, ending: "reset" },
  ],
  endAt: 80,
  answer: "private answer",
  outcome: "wrong",
  bystanders: [{ task: "track-order", outcome: "correct", reasons: [] }],
});
const spans = trialSpans(trial, sampleExperiment(), options);

describe("a trial as a trace", () => {
  it("has a task that is asked afterwards begin with its first call", () => {
    const { primary, bystanders } = trial;
    const again = { ...primary, record: { ...primary.record, id: "again", role: "afterwards" } } as const;
    const calls = primary.record.calls.slice(1);
    const late = { ...again, record: { ...again.record, calls } };
    const made = trialSpans({ ...trial, bystanders: [], afterwards: [late] }, sampleExperiment(), options);
    const began = made
      .filter(({ name }) => name.startsWith("invoke_agent"))
      .map(({ startTimeUnixNano }) => Number(BigInt(startTimeUnixNano) / 1000n - BigInt(options.base) * 1000n));
    expect(bystanders).toHaveLength(1);
    expect(began).toEqual([0, 30_500]);
  });

  it("is read back by the receiver that real OpenTelemetry exporters are read by", () => {
    const body = JSON.stringify({ resourceSpans: [{ resource: {}, scopeSpans: [{ scope: {}, spans }] }] });
    const headers = { "content-type": "application/json" };
    const read = readExport({ method: "POST", url: "http://x/v1/traces", headers, body: encodeText(body) });
    expect(read.reply.status).toBe(200);
    const got = read.batch?.spans ?? [];
    expect(got.map(({ name, kind, status }) => [name, kind, status])).toEqual([
      ["trial experiments/sample/refund-window/1/treatment", "internal", "error"],
      ["invoke_agent fragile", "internal", "error"],
      ["chat m-1", "client", "error"],
      ["execute_tool get_order", "client", "unset"],
      ["execute_tool cancel", "client", "error"],
      ["invoke_agent fragile", "internal", "unset"],
    ]);
    expect(new Set(got.map(({ traceId }) => traceId)).size).toBe(1);
    expect(new Set(got.map(({ spanId }) => spanId)).size).toBe(6);
    const [root, agent, chat, , , bystander] = got;
    expect([root?.parentSpanId, agent?.parentSpanId, chat?.parentSpanId, bystander?.parentSpanId]).toEqual([
      undefined,
      root?.spanId,
      agent?.spanId,
      root?.spanId,
    ]);
    expect(chat).toMatchObject({
      t: options.base,
      until: options.base + 20,
      attributes: {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": "openai.of",
        "gen_ai.request.model": "m-1",
        "http.response.status_code": 429,
        "error.type": "429",
      },
      events: [{ name: "brownout.fault" }],
    });
    expect(root?.until).toBe(options.base + 80);
  });

  it("carries its ids and its verdict, and nothing of what was said", () => {
    const text = JSON.stringify(spans);
    expect(text).not.toMatch(/private|secret/);
    expect(text).toContain('{"key":"brownout.outcome","value":{"stringValue":"wrong"}}');
    expect(text).toContain('{"key":"brownout.fault","value":{"stringValue":"throttled"}}');
    expect(spans[3]?.startTimeUnixNano).toBe(`${options.base + 30}500000`);
  });

  it("is the same trace when it is sent again, and another one in another run", () => {
    expect(trialSpans(trial, sampleExperiment(), options)).toEqual(spans);
    expect(trialSpans(trial, sampleExperiment(), { ...options, run: "other" })[0]?.traceId).not.toBe(spans[0]?.traceId);
  });
});
