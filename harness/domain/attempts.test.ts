import { expect, test } from "vitest";
import { failedVisibly, isHandshake, retryChains } from "./attempts.ts";
import type { CallEnded, CallRecord } from "./events.ts";

const call = (attempt: number, end?: Pick<CallEnded, "ending"> & { readonly status?: number }): CallRecord => ({
  started: {
    type: "call-started",
    trial: "x",
    performance: "p",
    t: attempt,
    address: `tool:d.go[1]#${attempt}`,
    boundary: "tool",
    dependency: "d",
    dimension: "tools",
    operation: "go",
    occurrence: 1,
    attempt,
    fingerprint: "f",
    stream: false,
    request: {},
  },
  ...(end
    ? {
        ended: {
          type: "call-ended",
          trial: "x",
          performance: "p",
          t: attempt,
          address: "",
          bytes: 0,
          digest: "",
          ...end,
        },
      }
    : {}),
  faults: [],
});

test("an error status, no reply, no end and a cut are visible failures", () => {
  expect(failedVisibly(call(1, { ending: "complete", status: 399 }))).toBe(false);
  expect(failedVisibly(call(1, { ending: "complete", status: 400 }))).toBe(true);
  expect(failedVisibly(call(1, { ending: "reset", status: 200 }))).toBe(true);
  expect(failedVisibly(call(1, { ending: "refused" }))).toBe(true);
  expect(failedVisibly(call(1))).toBe(true);
});

test("a chain goes on after a failure and ends with a success, in order of attempts", () => {
  const ok = { ending: "complete", status: 200 } as const;
  const bad = { ending: "complete", status: 503 } as const;
  const calls = [call(4, bad), call(1, bad), call(2, ok), call(3, ok), call(5, ok)];
  expect(retryChains(calls).map((chain) => chain.map(({ started }) => started.attempt))).toEqual([[1, 2], [3], [4, 5]]);
});

test("an error under a status of success is a failure, but a model's intervention is an answer", () => {
  const whole = call(1, { ending: "complete", status: 200 });
  const said = { ...whole, ended: whole.ended && { ...whole.ended, reply: { failure: "unavailable" } } } as CallRecord;
  expect([failedVisibly(whole), failedVisibly(said)]).toEqual([false, true]);
  expect(failedVisibly({ ...said, started: { ...said.started, boundary: "model" } })).toBe(false);
});

test("what opens a session serves nobody", () => {
  const named = (operation: string): CallRecord => ({ ...call(1), started: { ...call(1).started, operation } });
  const around = ["initialize", "notifications/initialized", "tools/list", "resources/templates/list"];
  expect(around.map((operation) => isHandshake(named(operation)))).toEqual([true, true, true, true]);
  expect(["search_nodes", "GET /orders/list", "tools/call"].map((name) => isHandshake(named(name)))).not.toContain(
    true,
  );
});

test("an error that a stream tells under a status of success is a failure, whoever put it there", () => {
  const whole = call(1, { ending: "complete", status: 200 });
  const struck = (fault: string): CallRecord => ({
    ...whole,
    faults: [
      { type: "fault-fired", trial: "x", performance: "p", t: 1, address: "", injection: fault, fault, note: "" },
    ],
  });
  expect([failedVisibly(struck("mid-stream-error")), failedVisibly(struck("trickle"))]).toEqual([true, false]);
  const unreadable = { ...whole, ended: whole.ended && { ...whole.ended, unreadable: true } } as CallRecord;
  expect(failedVisibly(unreadable)).toBe(true);
  const retried = [struck("mid-stream-error"), call(2, { ending: "complete", status: 200 })];
  expect(retryChains(retried).map(({ length }) => length)).toEqual([2]);
});
