import { describe, expect, it } from "vitest";
import type { Call, Reply } from "../domain/call.ts";
import type { Fault } from "../domain/fault.ts";
import { piecesOf } from "../domain/wire.ts";
import { faults } from "./index.ts";
import { fakeContext, modelCall, readable, retrievalCall, streamOf, toolCall } from "./testing/fakes.ts";
import { liveSource, reader } from "./testing/source.ts";

/** What a fault is tried with where its defaults are not enough, or would keep it from the beginning of a stream. */
const given: Readonly<Record<string, unknown>> = {
  failure: { kind: "unavailable" },
  "hollow-success": { kind: "invalid-json" },
  quota: { requestsPerMinute: 100 },
};
const streamed = modelCall({ stream: true }, { stream: true });
const calls: readonly Call[] = [
  streamed,
  { ...retrievalCall("refunds"), stream: true },
  toolCall({}, { stream: true }),
];

/** What becomes of a live stream of which only the beginning has come. */
async function withBeginningOnly(fault: Fault, call: Call): Promise<"passed on" | "held" | "replaced"> {
  const gone = new AbortController();
  const context = fakeContext({ signal: gone.signal });
  const params = fault.params.parse(given[fault.name] ?? {});
  const { pieces, send } = liveSource();
  const beginning = streamOf("one", "two").slice(0, -1);
  send(...beginning);
  const live: Reply = { kind: "raw", wire: { status: 200, headers: {}, body: pieces } };
  let back: Reply | undefined;
  void Promise.resolve(fault.inject?.(call, async () => live, context, params) ?? live).then((reply) => {
    back = reply;
  });
  await turns();
  if (back === undefined) return "held";
  if (back.kind !== "raw" || back.wire.body !== pieces) return "replaced";
  const body = piecesOf(back.wire.body);
  const { got } = reader(fault.transmit?.(body, call, context, params) ?? body);
  await turns();
  const seen = readable(got).join("");
  return readable(beginning).join("").startsWith(seen) && seen !== "" ? "passed on" : "held";
}

async function turns(): Promise<void> {
  for (let turn = 0; turn < 200; turn += 1) await Promise.resolve();
}

/** Acts on the way back, and on the answer itself only where a protocol leaves it no other way. */
const eitherWay = "usage-missing";

describe("a live stream of which only the beginning has come", () => {
  const acting = faults.filter(
    ({ name, transmit }) => name !== eitherWay && (transmit !== undefined || name === "latency"),
  );

  it.each(acting.map((fault) => [fault.name, fault] as const))("is passed on by %s", async (_, fault) => {
    for (const call of calls.filter(({ boundary }) => fault.boundaries.includes(boundary))) {
      expect(await withBeginningOnly(fault, call)).toBe("passed on");
    }
  });

  it("is held only by faults that change an answer, or lose it once it is there", async () => {
    const held: string[] = [];
    for (const fault of faults.filter(({ boundaries }) => boundaries.includes("model"))) {
      if ((await withBeginningOnly(fault, streamed)) === "held") held.push(fault.name);
    }
    expect(held).toEqual([
      // What a live model counts of its cache stands at the end of its reply, or at its beginning.
      "prompt-cache-eviction",
      "empty-completion",
      "truncated-answer",
      "malformed-tool-arguments",
      "unknown-tool",
      "weaker-model",
      "refusal",
      "guardrail-intervened",
      "stale-response-id",
      "usage-missing",
      "hollow-success",
      "timeout-after-commit",
    ]);
  });
});
