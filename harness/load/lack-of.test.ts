import { describe, expect, test } from "vitest";
import type { Protocol } from "../domain/protocol.ts";
import { failureKinds } from "../domain/vocabulary.ts";
import { protocols } from "../protocols/index.ts";
import { lackOf } from "./lack-of.ts";

const never = (): never => {
  throw new Error("not used");
};
const whole: Protocol = {
  name: "p",
  summary: "p",
  boundary: "model",
  failures: ["throttled"],
  recognise: () => undefined,
  decodeCall: never,
  encodeReply: never,
  decodeReply: never,
};
const streaming: Protocol = {
  ...whole,
  async *split() {},
  midStream: { failures: ["overloaded"], failure: never },
};

describe("what a protocol lacks", () => {
  test("is nothing but its streams where it has none", () => {
    for (const wanted of ["stream", "in-stream:overloaded", "keep-alive", "empty-delta", "checksum"] as const)
      expect(lackOf(whole, wanted)).toBe("has no streams.");
  });

  test("comes with what can really be had instead", () => {
    expect(lackOf(streaming, "in-stream:overloaded")).toBeUndefined();
    expect(lackOf(streaming, "in-stream:server-error")).toContain('The nearest that it has is "overloaded".');
    expect(lackOf(streaming, "in-stream:access-denied")).toBe(
      'does not report "access-denied" inside a stream. It has "overloaded".',
    );
    expect(lackOf(streaming, "in-stream:throttled")).toBe(
      'does not report "throttled" inside a stream. The nearest that it has is "overloaded". "failure" with kind: throttled comes before the stream.',
    );
    expect(lackOf(streaming, "keep-alive")).toBe("has no keep-alive inside a stream. Stall in silence.");
    const { midStream } = streaming;
    const beating = { ...streaming, ...(midStream ? { midStream: { ...midStream, emptyDelta: never } } : {}) };
    expect(lackOf(beating, "keep-alive")).toContain("or behind empty deltas");
    expect(lackOf(whole, "stop:guardrail")).toMatch(/no stop reason "guardrail"\. It has .*"refusal"/);
  });

  test.each(protocols)("$name, asked for any failure that it has not, is told one that it has", (protocol) => {
    const { failures, midStream } = protocol;
    for (const kind of failureKinds) {
      const told = [lackOf(protocol, `failure:${kind}`), protocol.split && lackOf(protocol, `in-stream:${kind}`)];
      for (const [at, has] of [failures, midStream?.failures ?? []].entries())
        if (told[at] !== undefined && has.length > 0)
          expect(
            has.some((one) => told[at]?.split(". ")[1]?.includes(`"${one}"`)),
            told[at],
          ).toBe(true);
    }
  });
});
