import { z } from "zod";
import type { Fault } from "../../domain/fault.ts";
import { defineFault } from "../../domain/fault.ts";
import type { Feature } from "../../domain/features.ts";
import type { Probe } from "../../domain/judgement.ts";
import { defineProbe } from "../../domain/judgement.ts";
import type { Protocol } from "../../domain/protocol.ts";
import type { Boundary, FailureKind } from "../../domain/vocabulary.ts";
import type { Registry } from "../registry.ts";
import { duration } from "../schema/common.ts";

const latency = defineFault({
  name: "latency",
  summary: "The reply comes later.",
  boundaries: ["model", "retrieval", "tool"],
  params: z.strictObject({ delay: duration, jitter: z.number().min(0).max(1).default(0) }),
  describe: ({ delay }) => `${delay} ms late`,
});
const throttled = defineFault({
  name: "throttled",
  summary: "Too many requests.",
  boundaries: ["model", "tool"],
  params: z.strictObject({
    retryAfter: duration.optional(),
    kind: z.enum(["throttled", "model-timeout"]).default("throttled"),
  }),
  requires: ({ kind }): readonly Feature[] => [`failure:${kind}`],
  describe: () => "throttled",
});
const stale = defineFault({
  name: "stale-results",
  summary: "Last year's documents.",
  boundaries: ["retrieval"],
  // Not strict on purpose: unknown keys must be refused all the same.
  params: z.object({ age: duration.default(0), mode: z.enum(["history", "ageing"]).default("history") }),
  needsCorpus: ({ mode }) => mode === "history",
  describe: () => "stale",
});

const probe = (name: string, unit: Probe["unit"], better: Probe["better"] = "higher"): Probe =>
  defineProbe({
    name,
    summary: `The ${name}.`,
    unit,
    better,
    aggregate: "mean",
    params: z.strictObject({ within: duration.optional(), about: z.string().optional() }),
    measure: () => undefined,
  });

const protocol = (name: string, boundary: Boundary, failures: readonly FailureKind[]): Protocol => ({
  name,
  summary: name,
  boundary,
  failures,
  checkOptions: (options) =>
    options.broken === undefined ? [] : [{ path: ["broken"], unknown: true, message: '"broken" is not an option.' }],
  recognise: () => undefined,
  decodeCall: () => {
    throw new Error("not used");
  },
  encodeReply: () => {
    throw new Error("not used");
  },
  decodeReply: () => undefined,
});

const faults: readonly Fault[] = [latency, throttled, stale];

/** A small registry in which every kind of mistake can be made. */
export const registry: Registry = {
  faults,
  probes: [
    probe("answer-correctness", "share"),
    probe("silent-wrong-rate", "share", "lower"),
    probe("answer-time", "ms", "lower"),
    { ...probe("fault-isolation", "share"), ofBystanders: true },
  ],
  protocols: [
    protocol("chat", "model", ["throttled", "model-timeout", "server-error"]),
    {
      ...protocol("http-tool", "tool", ["throttled", "gateway-timeout", "server-error"]),
      operations: ({ operations }) => (Array.isArray(operations) ? operations : undefined),
    },
    { ...protocol("http-retrieval", "retrieval", ["unavailable"]), operations: () => ["search", "suggest"] },
  ],
  contracts: [
    {
      kind: "http",
      name: "json",
      summary: "json",
      settings: z.strictObject({ answer: z.string().optional() }),
      ready: "/",
    },
    { kind: "http", name: "runtime", summary: "runtime", settings: z.strictObject({}), ready: "/ping" },
    { kind: "command", name: "lines", summary: "lines", settings: z.strictObject({}) },
  ],
  playbooks: { schema: z.array(z.unknown()), check: () => [] },
};
